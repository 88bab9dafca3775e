using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace TelegramCrm.Sync.Tests.Crm;

/// <summary>A clock that stands until a test moves it, and tells of every wait that has begun on it.</summary>
internal sealed class ObservedTimeProvider(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Channel<TimeSpan> waits = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        waits.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Returns once somebody waits for exactly so long; from then on the clock can be moved without outrunning them.</summary>
    public async Task UntilSomebodyWaitsAsync(TimeSpan duration)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await waits.Reader.ReadAsync(patience.Token) != duration)
        {
            // another wait: a timeout, a pooled connection's age
        }
    }
}
