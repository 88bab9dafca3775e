namespace TelegramCrm.Sandbox;

/// <summary>Requests allowed in a window, by endpoint category. A window begins with its first request.</summary>
public sealed record SandboxRateLimits
{
    /// <summary>For tickets, their messages, articles and events.</summary>
    public int Tickets { get; init; } = 6000;

    /// <summary>For templates and their usages.</summary>
    public int Templates { get; init; } = 1200;

    /// <summary>For agents and queues.</summary>
    public int Agents { get; init; } = 1200;

    /// <summary>For webhook subscriptions.</summary>
    public int Webhooks { get; init; } = 120;

    /// <summary>How long a window lasts; at least a second.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether Retry-After is an HTTP date instead of seconds.</summary>
    public bool RetryAfterAsDate { get; init; }

    /// <summary>Limits that no client reaches, for benchmarks.</summary>
    public static SandboxRateLimits Unreachable { get; } =
        new() { Tickets = int.MaxValue, Templates = int.MaxValue, Agents = int.MaxValue, Webhooks = int.MaxValue };
}
