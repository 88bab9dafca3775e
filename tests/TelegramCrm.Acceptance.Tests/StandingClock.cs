namespace TelegramCrm.Acceptance.Tests;

/// <summary>Shows the same instant always, so that two runs compute as of the same one; waits take their real time.</summary>
internal sealed class StandingClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);
}
