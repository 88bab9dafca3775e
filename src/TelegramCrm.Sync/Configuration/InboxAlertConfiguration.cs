using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>When somebody is told that the webhook inbox is not well. A bound that is exceeded is told once, and once that it holds again.</summary>
public sealed record InboxAlertConfiguration
{
    /// <summary>How many deliveries may wait to be applied; the inbox turns them away beyond 100,000.</summary>
    [Within(1, 100_000)]
    public int Depth { get; init; } = 10_000;

    /// <summary>How long the delivery at the head of the line may wait to be applied.</summary>
    [Within("1s", "7d")]
    public Duration OldestAge { get; init; } = Duration.FromMinutes(5);

    /// <summary>Which share of the requests of the last five minutes may be refused, once there are 20 of them.</summary>
    [Within(0, 1)]
    public double RefusedShare { get; init; } = 0.2;

    /// <summary>How many deliveries that can't be applied may lie there.</summary>
    [Within(0, 1_000_000)]
    public int DeadLetters { get; init; }

    /// <summary>Which share of the versions that the syncs of the last hour judged may have been missed by the webhooks, once there are 20 of them.</summary>
    [Within(0, 1)]
    public double MissedShare { get; init; } = 0.2;
}
