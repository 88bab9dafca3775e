using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sandbox.Http;

/// <summary>Counts requests by endpoint category in fixed windows, says what is left, and refuses what goes beyond.</summary>
internal sealed class RateLimiter(SandboxState state)
{
    private readonly Dictionary<EndpointCategory, Window> windows = [];
    private readonly Lock gate = new();

    private SandboxRateLimits Limits => state.RateLimits;

    public Task RunAsync(HttpContext context, RequestDelegate next)
    {
        var endpoint = context.GetEndpoint();
        var route = (endpoint as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText;
        if (route is not null)
            state.Requests.AddOrUpdate($"{context.Request.Method} {route}", 1, (_, count) => count + 1);
        if (endpoint?.Metadata.GetMetadata<RateLimited>() is not { } limited)
            return next(context);
        var window = Spend(limited.Category);
        var limit = LimitOf(limited.Category);
        context.Response.Headers["X-RateLimit-Limit"] = Text(limit);
        context.Response.Headers["X-RateLimit-Remaining"] = Text(Math.Max(0, limit - window.Spent));
        var ends = window.Ends + state.Faults.ClockSkew;
        context.Response.Headers["X-RateLimit-Reset"] = Text((long)Math.Ceiling(ends.ToUnixTimeMilliseconds() / 1000.0));
        if (window.Spent <= limit)
            return next(context);
        state.Tally.Count("429");
        context.Response.Headers.RetryAfter = Limits.RetryAfterAsDate
            ? ends.AddSeconds(1).UtcDateTime.ToString("R", CultureInfo.InvariantCulture) // a date has whole seconds: never too early
            : Text((long)Math.Max(1, Math.Ceiling((window.Ends - state.Workspace.Clock.Now).TotalSeconds)));
        throw new RefusalException(429, "rate_limited", $"more than {limit} requests to {limited.Category} in {Limits.Window.TotalSeconds} s");
    }

    private Window Spend(EndpointCategory category)
    {
        lock (gate)
        {
            var now = state.Workspace.Clock.Now;
            var window = windows.GetValueOrDefault(category);
            if (now >= window.Ends)
                window = new Window(0, now + Limits.Window);
            return windows[category] = window with { Spent = window.Spent + 1 };
        }
    }

    private int LimitOf(EndpointCategory category) => category switch
    {
        EndpointCategory.Tickets => Limits.Tickets,
        EndpointCategory.Templates => Limits.Templates,
        EndpointCategory.Agents => Limits.Agents,
        _ => Limits.Webhooks,
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Window(long Spent, DateTimeOffset Ends);
}
