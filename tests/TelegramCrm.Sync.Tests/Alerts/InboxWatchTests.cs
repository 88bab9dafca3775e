using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sync.Alerts;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.Alerts;

public sealed class InboxWatchTests : IAsyncLifetime, IAlertChannel
{
    private static readonly InboxFlow Quiet = new(Duration.FromMinutes(5), 0, 0, new Dictionary<string, long>(), 0, 0, 0, null, null);
    private static readonly InboxFigures Well = new(0, Duration.Zero, 0, Quiet, new(0, 0));

    private readonly TestWarehouse warehouse = new();
    private readonly List<ServiceAlert> told = [];
    private readonly FakeTimeProvider time = new(Records.Noon.ToDateTimeOffset());
    private WorkLease lease = null!;

    [Fact]
    public async Task A_bound_that_is_exceeded_is_told_once_and_once_that_it_is_kept_again()
    {
        var depths = new Queue<long>([100, 101, 500, 101, 100, 81, 80, 0, 101]);
        using var watch = Watch(_ => Well with { Waiting = depths.Dequeue() }, new() { Depth = 100 });
        while (depths.Count > 0)
            await watch.LookAsync(CancellationToken.None);
        Assert.Equal(["101 deliveries wait to be applied, the bound is 100 deliveries wait to be applied", "80 deliveries wait to be applied, the bound is 100 deliveries wait to be applied", "101 deliveries wait to be applied, the bound is 100 deliveries wait to be applied"], told.Select(alert => alert.What));
        Assert.Equal([false, true, false], told.Select(alert => alert.IsRecovered));
    }

    [Fact]
    public async Task Each_figure_has_its_bound()
    {
        var refused = Quiet with { Stored = 15, Refused = new Dictionary<string, long> { ["forged"] = 5 } };
        using var watch = Watch(_ => new(11, Duration.FromSeconds(61), 1, refused, new(15, 5)), new() { Depth = 10, OldestAge = Duration.FromMinutes(1) });
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(["inbox.depth", "inbox.oldest_age", "inbox.refused_share", "inbox.dead_letters", "inbox.missed_share"], told.Select(alert => alert.Name));
    }

    [Fact]
    public async Task Of_few_requests_no_share_is_judged()
    {
        using var watch = Watch(_ => Well with { Flow = Quiet with { Refused = new Dictionary<string, long> { ["forged"] = InboxWatch.Fewest - 1 } }, Missed = new(0, InboxWatch.Fewest - 1) }, new());
        await watch.LookAsync(CancellationToken.None);
        Assert.Empty(told);
    }

    [Fact]
    public async Task A_node_that_stands_by_watches_only_what_it_refuses_itself()
    {
        await lease.StopAsync(CancellationToken.None);
        using var watch = Watch(_ => Well with { Waiting = 1_000_000, Flow = Quiet with { Refused = new Dictionary<string, long> { ["forged"] = 20 } } }, new());
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal("inbox.refused_share", Assert.Single(told).Name);
    }

    [Fact]
    public async Task A_channel_that_fails_silences_no_other()
    {
        using var watch = new InboxWatch(_ => Well with { Dead = 1 }, new(), [new BrokenChannel(), this], lease, time, NullLogger<InboxWatch>.Instance);
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal("`tgcrm inbox list` says why", Assert.Single(told).Remedy);
    }

    [Fact]
    public async Task Figures_are_there_for_a_collector_under_names_and_units_of_OpenTelemetry()
    {
        var seen = new Dictionary<string, (string? Unit, double Value)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "TelegramCrm.Sync.Inbox")
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => See(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => See(instrument, value));
        listener.Start();
        using var watch = Watch(_ => Well with { Waiting = 7, OldestWait = Duration.FromSeconds(3) }, new());
        await watch.LookAsync(CancellationToken.None);
        listener.RecordObservableInstruments();

        Assert.Equal(("{delivery}", 7), seen["tgcrm.inbox.waiting"]);
        Assert.Equal(("s", 3), seen["tgcrm.inbox.oldest_age"]);
        Assert.All(seen.Keys, name => Assert.Matches("^tgcrm(\\.[a-z]+(_[a-z]+)*)+$", name));

        void See(Instrument instrument, double value)
        {
            lock (seen)
                seen[instrument.Name] = (instrument.Unit, Math.Max(value, seen.GetValueOrDefault(instrument.Name).Value)); // other tests have watches, too
        }
    }

    Task IAlertChannel.TellAsync(ServiceAlert alert, CancellationToken cancellationToken)
    {
        told.Add(alert);
        return Task.CompletedTask;
    }

    public async Task InitializeAsync()
    {
        lease = new WorkLease(new Leases(StateStore.Open(new SqliteState(warehouse.Folder.StateFile)), time), "this node", time, NullLogger<WorkLease>.Instance);
        await lease.StartAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await lease.StopAsync(CancellationToken.None);
        lease.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        warehouse.Dispose();
    }

    private InboxWatch Watch(Func<Instant, InboxFigures> take, InboxAlertConfiguration wanted) => new(take, wanted, [this], lease, time, NullLogger<InboxWatch>.Instance);

    private sealed class BrokenChannel : IAlertChannel
    {
        Task IAlertChannel.TellAsync(ServiceAlert alert, CancellationToken cancellationToken) => throw new HttpRequestException("nobody there");
    }
}
