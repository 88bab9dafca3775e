using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>How hard a target may be pressed, and how much may be removed from it.</summary>
public sealed record ConnectorLimits
{
    /// <summary>How many requests a target gets at most within any 60 seconds.</summary>
    [Within(1, 60_000)]
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>How long a target may take to answer one request, the answer's body included.</summary>
    [Within("1s", "10m")]
    public Duration RequestTimeout { get; init; } = Duration.FromSeconds(60);

    /// <summary>How long a push waits where a target asks for it (429, 503). When it asks for longer, the push ends and a later one goes on.</summary>
    [Within("0s", "1d")]
    public Duration LongestWait { get; init; } = Duration.FromMinutes(10);

    /// <summary>The largest share of our records that one push may remove in the mode <c>mirror</c>, rounded up to whole ones; with more to remove, none is. With 0 nothing is ever removed.</summary>
    [Within(0.0, 1.0)]
    public double MaxRemovedShare { get; init; } = 0.05;
}
