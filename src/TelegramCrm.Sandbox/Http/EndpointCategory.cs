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

/// <summary>Marks an endpoint as counted in a category.</summary>
internal sealed record RateLimited(EndpointCategory Category);

internal static class RateLimitedExtensions
{
    public static void In(this IEndpointConventionBuilder endpoint, EndpointCategory category) => endpoint.WithMetadata(new RateLimited(category));
}
