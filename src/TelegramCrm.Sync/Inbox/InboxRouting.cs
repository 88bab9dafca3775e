using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Puts the inbox on a web host.</summary>
public static class InboxRouting
{
    /// <summary>Lets the server itself give up requests that don't come to an end before anybody could be asked.</summary>
    /// <param name="server">The server's limits.</param>
    /// <param name="limits">The inbox's.</param>
    public static void ApplyTo(this InboxLimits limits, KestrelServerLimits server) => server.RequestHeadersTimeout = limits.HeaderTimeout.ToTimeSpan();

    /// <summary>Maps the path that the CRM posts its deliveries to.</summary>
    /// <param name="routes">The host.</param>
    /// <param name="path">Begins with a slash.</param>
    /// <param name="inbox">Who answers.</param>
    public static IEndpointConventionBuilder MapInbox(this IEndpointRouteBuilder routes, string path, InboxEndpoint inbox) =>
        routes.MapPost(path, inbox.ReceiveAsync);
}
