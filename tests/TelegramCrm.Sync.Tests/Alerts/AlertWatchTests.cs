using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using TelegramCrm.Sync.Alerts;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Clocks;
using TelegramCrm.Sync.Tests.Crm;

namespace TelegramCrm.Sync.Tests.Alerts;

public sealed class AlertWatchTests : IDisposable
{
    private readonly ObservedTimeProvider time = new(Given.At("Mon 09:00").ToDateTimeOffset());
    private readonly WatchRoom room;

    public AlertWatchTests() => room = new WatchRoom(time: time);

    [Fact]
    public async Task Between_two_transforms_it_wakes_when_the_next_promise_is_broken()
    {
        room.Write([new("t", room.Now - Duration.FromMinutes(1), room.Now + Duration.FromSeconds(4))]);
        using var lease = NewLease();
        await lease.StartAsync(CancellationToken.None);
        await time.UntilSomebodyWaitsAsync(AlertWatch.LongestWait.ToTimeSpan()); // for the lease to be renewed
        using var watch = new AlertWatch(room.Pass, lease, time, NullLogger<AlertWatch>.Instance);
        await watch.StartAsync(CancellationToken.None);
        await time.UntilSomebodyWaitsAsync(TimeSpan.FromSeconds(4));
        Assert.Empty(room.Told.Lines); // it warned before the first start

        time.Advance(TimeSpan.FromSeconds(4));
        await time.UntilSomebodyWaitsAsync(AlertWatch.LongestWait.ToTimeSpan());
        Assert.Equal(["t breach"], room.Told.Lines);
        await watch.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_node_that_does_not_work_watches_over_nothing()
    {
        room.Write([new("t", room.Now, room.Now)]);
        using var lease = NewLease(); // never started, so never held
        using var watch = new AlertWatch(room.Pass, lease, time, NullLogger<AlertWatch>.Instance);
        await watch.StartAsync(CancellationToken.None);
        await time.UntilSomebodyWaitsAsync(AlertWatch.LongestWait.ToTimeSpan());
        Assert.Empty(room.Told.Lines);
        await watch.StopAsync(CancellationToken.None);
    }

    public void Dispose() => room.Dispose();

    private WorkLease NewLease() => new(new Leases(room.State, time), "node", time, NullLogger<WorkLease>.Instance);
}
