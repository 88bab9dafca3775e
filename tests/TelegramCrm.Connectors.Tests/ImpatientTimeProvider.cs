using Microsoft.Extensions.Time.Testing;

namespace TelegramCrm.Connectors.Tests;

/// <summary>A clock that jumps to whatever is waited for: a retry comes at once, and the time it would have taken has passed.</summary>
internal sealed class ImpatientTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime != Timeout.InfiniteTimeSpan)
            Advance(dueTime);
        return timer;
    }
}
