using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Puts the inbox on a web host.</summary>
public static class InboxRouting
{
    /// <summary>Maps the path that the CRM posts its deliveries to.</summary>
    /// <param name="routes">The host.</param>
    /// <param name="path">Begins with a slash.</param>
    /// <param name="inbox">Who answers.</param>
    public static IEndpointConventionBuilder MapInbox(this IEndpointRouteBuilder routes, string path, InboxEndpoint inbox) =>
        routes.MapPost(path, inbox.ReceiveAsync);
}
