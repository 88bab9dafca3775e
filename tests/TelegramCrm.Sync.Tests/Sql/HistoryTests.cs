using System.Text;
using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Transform;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>Versions go in through the door that every record takes; periods come out of the real files.</summary>
public sealed class HistoryTests : IDisposable
{
    private static readonly string[] Relations =
        [.. ((string[])["ticket", "agent", "queue", "template"]).SelectMany(thing => (string[])[$"staging.{thing}s", $"staging.superseded_{thing}s", $"analytics.{thing}_history"])];

    private readonly TestWarehouse warehouse = new();

    [Fact]
    public async Task A_ticket_that_moves_between_queues_has_a_period_for_each()
    {
        await LoadAsync(Streams.Tickets, InQueue("q1", Noon), InQueue("q2", Noon + Hours(1)), InQueue("q1", Noon + Hours(2)));
        Assert.Equal([("q1", Noon, Noon + Hours(1)), ("q2", Noon + Hours(1), Noon + Hours(2)), ("q1", Noon + Hours(2), (Instant?)null)], Periods());
    }

    [Fact]
    public async Task A_version_that_came_late_takes_its_place_in_between()
    {
        await LoadAsync(Streams.Tickets, InQueue("q1", Noon));
        await LoadAsync(Streams.Tickets, InQueue("q3", Noon + Hours(2)));
        await LoadAsync(Streams.Tickets, InQueue("q2", Noon + Hours(1)));
        Assert.Equal([("q1", Noon, Noon + Hours(1)), ("q2", Noon + Hours(1), Noon + Hours(2)), ("q3", Noon + Hours(2), (Instant?)null)], Periods());
    }

    [Fact]
    public async Task A_version_that_changes_nothing_tracked_continues_the_period()
    {
        await LoadAsync(Streams.Tickets, InQueue("q1", Noon), InQueue("q1", Noon + Hours(1), """, "reopen_count": 1"""));
        Assert.Equal([("q1", Noon, (Instant?)null)], Periods());
    }

    [Fact]
    public async Task Of_two_versions_of_one_instant_the_last_one_stood()
    {
        await LoadAsync(Streams.Tickets, InQueue("q1", Noon));
        await LoadAsync(Streams.Tickets, InQueue("q2", Noon));
        Assert.Equal([("q2", Noon, (Instant?)null)], Periods());
    }

    [Fact]
    public async Task A_deleted_ticket_has_no_history_in_the_marts_and_keeps_its_versions_in_raw()
    {
        await LoadAsync(Streams.Tickets, InQueue("q1", Noon));
        await LoadAsync(Streams.Tickets, InQueue("q1", Noon + Hours(1), $$""", "deleted_at": "{{Iso(Noon + Hours(1))}}" """));
        Assert.Empty(Periods());
        Assert.Equal(1, warehouse.One<long>("select count(*) from raw.superseded where id = 't1'"));
    }

    [Fact]
    public async Task A_deleted_queue_has_periods_but_no_present_one()
    {
        await LoadAsync(Streams.Queues, Queue("q1", Noon, "General"));
        await LoadAsync(Streams.Queues, $$"""{"id":"q1","name":"General","updated_at":"{{Iso(Noon + Hours(1))}}","deleted_at":"{{Iso(Noon + Hours(1))}}"}""");
        Build();
        Assert.Equal([(Noon, Noon + Hours(1))], warehouse.Query<(Instant, Instant)>("select valid_from, valid_to from analytics.queue_history"));
    }

    [Fact]
    public async Task White_space_in_custom_fields_is_no_change()
    {
        await LoadAsync(Streams.Tickets, InQueue("q1", Noon, """, "custom_fields": {"a": 1}"""), InQueue("q1", Noon + Hours(1), ""","custom_fields":{"a":1}"""));
        Assert.Equal([("q1", Noon, (Instant?)null)], Periods());
    }

    /// <summary>Versions of one ticket with distinct instants, in any order, cut into any batches, some of them again: the same periods as written down in order.</summary>
    [Fact]
    public void History_does_not_depend_on_the_order_in_which_versions_came() =>
        Gen.Select(Gen.Int[1, 3].Array[1, 8], Gen.Int[1, 4], Gen.Int).Sample((queues, batchSize, seed) =>
        {
            using var own = new HistoryTests();
            var random = new Random(seed);
            var versions = queues.Select((queue, hour) => InQueue($"q{queue}", Noon + Hours(hour))).ToList();
            foreach (var batch in versions.Concat(versions.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).Chunk(batchSize))
                own.LoadAsync(Streams.Tickets, batch).GetAwaiter().GetResult();
            var starts = queues.Index().Where(item => item.Index == 0 || queues[item.Index - 1] != item.Item).ToList();
            var expected = starts.Select((start, i) =>
                ($"q{start.Item}", Noon + Hours(start.Index), i + 1 < starts.Count ? Noon + Hours(starts[i + 1].Index) : (Instant?)null));
            Assert.Equal(expected, own.Periods());
        }, iter: 25, threads: 1);

    private static Duration Hours(int count) => Duration.FromHours(count);

    private static string InQueue(string queue, Instant at, string more = "") => Ticket("t1", at, more: $$""", "queue_id": "{{queue}}" """ + more);

    private IReadOnlyList<(string Queue, Instant From, Instant? To)> Periods()
    {
        Build();
        return warehouse.Query<(string, Instant, Instant?)>("select queue_id, valid_from, valid_to from analytics.ticket_history order by valid_from");
    }

    private void Build()
    {
        using var connection = warehouse.Connect();
        new Transformation(new SqlFolder([.. SqlWarehouse.Folder.Models.Where(model => Relations.Contains(model.Relation))], [])).Run(connection, new("run", Noon + Hours(100)));
        Assert.All(new DataTests([.. SqlWarehouse.Folder.Tests.Where(test => test.Name is "history_runs_without_overlap" or "ticket_history_runs_on")]).Run(connection), result => Assert.True(result.Passed));
    }

    private async Task LoadAsync(CrmStream stream, params string[] records)
    {
        using var batch = new LoadBatch(warehouse.File, "run-1", TimeProvider.System);
        foreach (var record in records)
            batch.Add(stream, Encoding.UTF8.GetBytes(record), serverNow: Noon);
        await batch.CommitAsync(null, CancellationToken.None);
    }

    public void Dispose() => warehouse.Dispose();
}
