using System.Text;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Load;

public sealed class QuarantineTests : IDisposable
{
    private static readonly string Bad = Queue("q1", Noon).Replace("\"General\"", "7", StringComparison.Ordinal);
    private readonly TestWarehouse warehouse = new();

    private QuarantineShelf Shelf => new(warehouse.File, TimeProvider.System);

    [Fact]
    public async Task Records_are_listed_with_field_reason_and_run_and_with_their_bytes_only_when_asked_for()
    {
        await LoadAsync(Bad);
        var listed = Assert.Single(Shelf.List(stream: null, limit: 10));
        Assert.Equal(("queues", "q1", "name", "not a string", "run-1", (long)Bad.Length), (listed.Stream, listed.RecordId, listed.Field, listed.Reason, listed.RunId, listed.Size));
        Assert.Null(listed.Bytes);
        Assert.Equal(Bad, Encoding.UTF8.GetString(Assert.Single(Shelf.List("queues", limit: 10, withBytes: true)).Bytes!));
        Assert.Empty(Shelf.List("tickets", limit: 10));
    }

    [Fact]
    public async Task Ten_thousand_bad_records_of_one_batch_are_each_kept_once()
    {
        var bad = Enumerable.Range(0, 10_000).Select(i => $$"""{"id":"q{{i}}"}""").ToArray();
        Assert.Equal(20_000, (await LoadAsync([.. bad, .. bad])).Quarantined);
        Assert.Equal((10_000L, 0L), Shelf.Count(stream: null));
    }

    [Fact]
    public async Task A_readable_version_that_comes_later_supersedes_a_record_and_the_same_bytes_sent_again_do_not_stay_hidden()
    {
        await LoadAsync(Bad, """{"name":"no id"}""");
        await LoadAsync(Queue("q1", Noon + Duration.FromHours(1)));
        Assert.Equal((1L, 1L), Shelf.Count(stream: null));
        Assert.Null(Assert.Single(Shelf.List(stream: null, limit: 10)).RecordId);
        Assert.Equal(2, Shelf.List(stream: null, limit: 10, withSuperseded: true).Count);
        await LoadAsync(Bad);
        Assert.Equal((2L, 0L), Shelf.Count(stream: null));
    }

    [Fact]
    public async Task What_is_understood_by_now_is_loaded_and_leaves_in_the_same_transaction_and_the_rest_stays()
    {
        await LoadAsync(Bad, """{"name":"no id"}""");
        Mend("queues", "q1", Queue("q1", Noon, "mended"));
        var (passed, counts) = await ReplayAsync();
        Assert.Equal((1L, 1L), (passed, counts.Loaded));
        Assert.Equal("mended", warehouse.One<string>("select body->>'name' from raw.queues"));
        Assert.Null(Assert.Single(Shelf.List(stream: null, limit: 10)).RecordId);
    }

    [Fact]
    public async Task A_newer_version_in_raw_wins_over_one_from_quarantine()
    {
        await LoadAsync(Bad);
        await LoadAsync(Queue("q1", Noon + Duration.FromHours(1), "newer"));
        Mend("queues", "q1", Queue("q1", Noon, "mended"));
        var (passed, _) = await ReplayAsync();
        Assert.Equal(1, passed);
        Assert.Equal("newer", warehouse.One<string>("select body->>'name' from raw.queues"));
        Assert.Equal((0L, 0L), Shelf.Count(stream: null));
    }

    [Fact]
    public async Task What_is_refused_again_keeps_its_place_and_tells_the_reason_of_today()
    {
        await LoadAsync(Bad);
        await LoadAsync(Queue("q1", Noon + Duration.FromHours(1)));
        await LoadAsync("""{"id":"q2"}""");
        Mend("queues", "q2", """{"id":"q2","name":"x"}""");
        await ReplayAsync();
        Assert.Equal((1L, 1L), Shelf.Count(stream: null));
        Assert.Equal("updated_at", Assert.Single(Shelf.List(stream: null, limit: 10)).Field);
    }

    [Fact]
    public async Task More_than_are_taken_at_once_are_all_replayed()
    {
        await LoadAsync([.. Enumerable.Range(0, 1_200).Select(i => $$"""{"id":"q{{i}}"}""")]);
        using (var connection = warehouse.Connect())
            connection.Execute("""update ops.quarantine set bytes = encode('{"id":"' || record_id || '","name":"x","updated_at":"2026-03-01T12:00:00Z"}')""");
        Assert.Equal(1_200, (await ReplayAsync()).Passed);
        Assert.Equal(1_200, warehouse.One<long>("select count(*) from raw.queues"));
    }

    private void Mend(string stream, string id, string record)
    {
        using var connection = warehouse.Connect();
        connection.Execute("update ops.quarantine set bytes = encode($record) where stream = $stream and record_id = $id", new { stream, id, record });
    }

    private Task<(long Passed, LoadCounts Counts)> ReplayAsync() => Shelf.ReplayAsync("run-2", stream: null, (_, _) => { }, CancellationToken.None);

    private async Task<LoadCounts> LoadAsync(params string[] queues)
    {
        using var batch = new LoadBatch(warehouse.File, "run-1", TimeProvider.System);
        foreach (var queue in queues)
            batch.Add(Streams.Queues, Encoding.UTF8.GetBytes(queue), Noon);
        return await batch.CommitAsync(null, CancellationToken.None);
    }

    public void Dispose() => warehouse.Dispose();
}
