using System.Text;
using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Load;

public sealed class LoadBatchTests : IDisposable
{
    private readonly TestWarehouse warehouse = new();

    [Fact]
    public async Task The_same_record_twice_is_written_once()
    {
        Assert.Equal(1, (await LoadAsync(Streams.Queues, Queue("q1", Noon))).Loaded);
        Assert.Equal(0, (await LoadAsync(Streams.Queues, Queue("q1", Noon))).Loaded);
    }

    [Fact]
    public async Task The_same_id_twice_in_one_batch_makes_one_row()
    {
        await LoadAsync(Streams.Queues, Queue("q1", Noon, "new name"), Queue("q1", Noon - Duration.FromHours(1), "old name"));
        Assert.Equal("new name", warehouse.One<string>("select body->>'name' from raw.queues"));
    }

    [Fact]
    public async Task An_older_version_never_replaces_a_newer_one()
    {
        await LoadAsync(Streams.Queues, Queue("q1", Noon, "newer"));
        await LoadAsync(Streams.Queues, Queue("q1", Noon - Duration.FromSeconds(1), "older"));
        Assert.Equal("newer", warehouse.One<string>("select body->>'name' from raw.queues"));
    }

    [Fact]
    public async Task A_second_change_within_one_tick_is_seen_by_its_content()
    {
        await LoadAsync(Streams.Queues, Queue("q1", Noon, "first"));
        Assert.Equal(1, (await LoadAsync(Streams.Queues, Queue("q1", Noon, "second"))).Loaded);
        Assert.Equal("second", warehouse.One<string>("select body->>'name' from raw.queues"));
    }

    [Fact]
    public async Task Every_version_that_ever_came_is_kept_once_whatever_the_order_and_however_often()
    {
        string[] names = ["first", "second", "third", "fourth"];
        var versions = names.Select((name, hour) => Queue("q1", Noon + Duration.FromHours(hour), name)).ToList();
        await LoadAsync(Streams.Queues, versions[1], versions[3], versions[3]);
        await LoadAsync(Streams.Queues, versions[0]);
        await LoadAsync(Streams.Queues, versions[0], versions[2], versions[1]);
        await LoadAsync(Streams.Queues, versions[3]);
        Assert.Equal("fourth", warehouse.One<string>("select body->>'name' from raw.queues"));
        Assert.Equal(["first", "second", "third"], warehouse.Query<string>("select body->>'name' from raw.superseded where stream = 'queues' order by version_at"));
    }

    [Fact]
    public async Task What_an_append_only_stream_replaces_is_not_kept()
    {
        await LoadAsync(Streams.Messages, Message("m1", "t1", Noon, "typo"));
        await LoadAsync(Streams.Messages, Message("m1", "t1", Noon, "mended", "\"2026-03-01T12:05:00Z\""));
        Assert.Equal(0, warehouse.One<long>("select count(*) from raw.superseded"));
    }

    [Fact]
    public async Task What_a_commit_wrote_carries_its_number_and_a_commit_that_wrote_nothing_has_none()
    {
        await LoadAsync(Streams.Queues, Queue("q1", Noon), Queue("q2", Noon));
        await LoadAsync(Streams.Queues, Queue("q1", Noon));
        await LoadAsync(Streams.Queues, Queue("q2", Noon + Duration.FromHours(1)));
        Assert.Equal([("q1", 1), ("q2", 2)], warehouse.Query<(string, long)>("select id, load_id from raw.queues join ops.loads using (load_id) order by id"));
    }

    [Fact]
    public async Task Messages_leave_the_ticket_and_become_rows_of_their_own()
    {
        var messages = $$""","messages":[{{Message("m1", "t1", Noon)}},{{Message("m2", "t1", Noon)}}],"messages_truncated":false""";
        await LoadAsync(Streams.Tickets, Ticket("t1", Noon, more: messages));
        Assert.Equal(2, warehouse.One<long>("select count(*) from raw.messages where ticket_id = 't1'"));
        Assert.Equal("id,number,source,subject,status,priority,created_at,updated_at", warehouse.One<string>("select list_aggregate(json_keys(body), 'string_agg', ',') from raw.tickets"));
    }

    [Fact]
    public async Task A_ticket_with_and_without_its_messages_has_the_same_content()
    {
        await LoadAsync(Streams.Tickets, Ticket("t1", Noon, more: $$""","messages":[],"messages_truncated":false"""));
        Assert.Equal(0, (await LoadAsync(Streams.Tickets, Ticket("t1", Noon))).Loaded);
    }

    [Fact]
    public async Task An_edited_message_replaces_the_one_before()
    {
        await LoadAsync(Streams.Messages, Message("m1", "t1", Noon, "typo"));
        await LoadAsync(Streams.Messages, Message("m1", "t1", Noon, "mended", "\"2026-03-01T12:05:00Z\""));
        await LoadAsync(Streams.Messages, Message("m1", "t1", Noon, "typo"));
        Assert.Equal("mended", warehouse.One<string>("select body->>'text' from raw.messages"));
    }

    [Fact]
    public async Task A_bad_message_is_put_away_and_its_ticket_and_the_others_are_loaded()
    {
        var messages = $$""","messages":[{"id":"m1","ticket_id":"t1"},{{Message("m2", "t1", Noon)}}]""";
        var counts = await LoadAsync(Streams.Tickets, Ticket("t1", Noon, more: messages));
        Assert.Equal(new LoadCounts(Extracted: 3, Loaded: 2, Quarantined: 1), counts);
        Assert.Equal(("messages", "m1", "author"), warehouse.One<(string, string, string)>("select stream, record_id, field from ops.quarantine"));
    }

    [Fact]
    public async Task A_bad_record_keeps_its_bytes_and_is_kept_once()
    {
        const string bad = """{"id":"q1","name":7,"updated_at":"2026-03-01T12:00:00Z"}""";
        await LoadAsync(Streams.Queues, bad);
        await LoadAsync(Streams.Queues, bad);
        Assert.Equal(bad, warehouse.One<string>("select decode(bytes) from ops.quarantine"));
    }

    [Fact]
    public async Task A_field_nobody_knows_stays_in_the_body_and_is_listed()
    {
        await LoadAsync(Streams.Queues, """{"id":"q1","name":"x","colour":"red","updated_at":"2026-03-01T12:00:00Z"}""");
        Assert.Equal("red", warehouse.One<string>("select body->>'colour' from raw.queues"));
        Assert.Equal("colour", warehouse.One<string>("select field from ops.unknown_fields where stream = 'queues'"));
    }

    [Fact]
    public async Task A_record_from_the_future_is_loaded_and_marked()
    {
        await LoadAsync(Streams.Queues, Queue("q1", Noon + Duration.FromDays(365)));
        Assert.True(warehouse.One<bool>("select is_future from raw.queues"));
    }

    [Fact]
    public void Whatever_the_order_and_however_often_versions_come_the_newest_stays()
    {
        var version = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 3]); // which queue, at which second: few of each, so that they collide
        Gen.Select(version.Array[1, 12], Gen.Int[1, 4], Gen.Int[0, int.MaxValue]).Sample((versions, batchSize, seed) =>
        {
            using var own = new TestWarehouse();
            var random = new Random(seed);
            var deliveries = versions.Concat(versions.Where(_ => random.Next(3) == 0)).OrderBy(_ => random.Next()).ToList();
            foreach (var batch in deliveries.Chunk(batchSize))
                LoadAsync(own, Streams.Queues, [.. batch.Select(v => Queue($"q{v.Item1}", Noon + Duration.FromSeconds(v.Item2), $"at {v.Item2}"))]).GetAwaiter().GetResult();
            var expected = versions.GroupBy(v => v.Item1).Select(g => ($"q{g.Key}", $"at {g.Max(v => v.Item2)}")).OrderBy(row => row);
            Assert.Equal(expected, own.Query<(string, string)>("select id, body->>'name' from raw.queues order by id"));
        }, iter: 25, threads: 1);
    }

    private Task<LoadCounts> LoadAsync(CrmStream stream, params string[] records) => LoadAsync(warehouse, stream, records);

    private static async Task<LoadCounts> LoadAsync(TestWarehouse into, CrmStream stream, string[] records)
    {
        using var batch = new LoadBatch(into.File, "run-1", TimeProvider.System);
        foreach (var record in records)
            batch.Add(stream, Encoding.UTF8.GetBytes(record), serverNow: Noon);
        return await batch.CommitAsync(null, CancellationToken.None);
    }

    public void Dispose() => warehouse.Dispose();
}
