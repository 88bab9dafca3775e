namespace TelegramCrm.Harness;

/// <summary>Shows the same instant always, so that two runs compute as of the same one; waits take their real time.</summary>
/// <param name="instant">Which; null for one that lies fast.</param>
internal sealed class StandingClock(DateTimeOffset? instant = null) : TimeProvider
{
    private readonly DateTimeOffset now = instant ?? new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now;
}
