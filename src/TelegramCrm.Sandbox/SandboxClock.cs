namespace TelegramCrm.Sandbox;

/// <summary>The sandbox's own time: runs as its <see cref="TimeProvider"/> does, from where it was set.</summary>
public sealed class SandboxClock
{
    private readonly TimeProvider time;
    private long offsetTicks;

    internal SandboxClock(TimeProvider time, DateTimeOffset? now)
    {
        this.time = time;
        offsetTicks = now is { } start ? (start - time.GetUtcNow()).Ticks : 0;
    }

    /// <summary>The present instant, in UTC. What the API says differs from it by <see cref="SandboxFaults.ClockSkew"/>.</summary>
    public DateTimeOffset Now => time.GetUtcNow().AddTicks(Interlocked.Read(ref offsetTicks)).ToUniversalTime();

    /// <summary>Jumps ahead: late commits become visible, webhook retries fall due, rate-limit windows end.</summary>
    /// <param name="duration">How far; not negative.</param>
    public void Advance(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        Interlocked.Add(ref offsetTicks, duration.Ticks);
    }
}
