using Microsoft.Extensions.Time.Testing;

namespace TelegramCrm.Sync.Tests.Propagation;

/// <summary>A clock that jumps over every wait that is no longer than so much: budgets and retries wait for nothing, timeouts stay ahead.</summary>
internal sealed class HurriedTimeProvider(DateTimeOffset start, TimeSpan longest) : FakeTimeProvider(start)
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime <= longest)
            Advance(dueTime);
        return timer;
    }
}
