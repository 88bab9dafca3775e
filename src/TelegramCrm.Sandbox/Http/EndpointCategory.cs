using Microsoft.AspNetCore.Builder;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Endpoints that share a rate limit.</summary>
internal enum EndpointCategory
{
    Tickets,
    Templates,
    Agents,
    Webhooks,
}

internal static class EndpointCategoryExtensions
{
    public static void In(this IEndpointConventionBuilder endpoint, EndpointCategory category) => endpoint.WithMetadata(category);
}
