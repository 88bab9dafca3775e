using System.Text;
using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Load;

/// <summary>Batches that are filled and committed again and again, as the reading of a list does, while others write the same table.</summary>
public sealed class LoadBatchesTests : IDisposable
{
    private readonly TestWarehouse warehouse = new();

    [Fact]
    public async Task What_a_failed_commit_did_not_write_the_next_one_does()
    {
        using var batch = Batch();
        Add(batch, Queue("q1", Noon), Queue("q2", Noon));
        await Assert.ThrowsAsync<IOException>(() => batch.CommitAsync((_, _) => throw new IOException("the disk is full"), CancellationToken.None));
        Assert.Equal(0, warehouse.One<long>("select count(*) from raw.queues"));
        Assert.Equal(2, (await batch.CommitAsync(null, CancellationToken.None)).Loaded);
        Assert.Equal(2, warehouse.One<long>("select count(*) from raw.queues"));
    }

    [Fact]
    public async Task What_another_batch_wrote_between_two_commits_is_known()
    {
        using var list = Batch();
        await LoadAsync(list, Queue("q1", Noon));
        await LoadAsync(Queue("q2", Noon + Duration.FromHours(1), "by a webhook"));
        await LoadAsync(list, Queue("q2", Noon, "by the list"), Queue("q3", Noon));
        Assert.Equal(["q1: General", "q2: by a webhook", "q3: General"], warehouse.Query<string>("select id || ': ' || (body->>'name') from raw.queues order by id"));
    }

    [Fact]
    public async Task What_another_batch_wrote_is_known_also_after_a_commit_that_brought_nothing_of_its_stream()
    {
        using var list = Batch();
        await LoadAsync(list, Queue("q1", Noon));
        await LoadAsync(Queue("q2", Noon + Duration.FromHours(1), "by a webhook"));
        list.Add(Streams.Messages, Encoding.UTF8.GetBytes(Message("m1", "t1", Noon)), Noon);
        await list.CommitAsync(null, CancellationToken.None);
        await LoadAsync(list, Queue("q2", Noon, "by the list"));
        Assert.Equal(["by a webhook"], warehouse.Query<string>("select body->>'name' from raw.queues where id = 'q2'"));
    }

    [Fact]
    public async Task What_was_there_before_the_first_commit_is_known()
    {
        await LoadAsync(Queue("q1", Noon + Duration.FromHours(1), "newer"));
        using var list = Batch();
        await LoadAsync(list, Queue("q1", Noon, "older"), Queue("q2", Noon));
        Assert.Equal("newer", warehouse.One<string>("select body->>'name' from raw.queues where id = 'q1'"));
    }

    [Fact]
    public async Task A_record_that_comes_twice_in_one_batch_counts_as_loaded_once()
    {
        using var batch = Batch();
        Add(batch, Queue("q1", Noon, "old"), Queue("q1", Noon + Duration.FromHours(1), "new"));
        Assert.Equal(new LoadCounts(Extracted: 2, Loaded: 1, Quarantined: 0), await batch.CommitAsync(null, CancellationToken.None));
        Assert.Equal(["old"], warehouse.Query<string>("select body->>'name' from raw.superseded"));
    }

    [Fact]
    public async Task Few_records_beside_many_that_are_there_are_held_against_them_too()
    {
        await LoadAsync([.. Enumerable.Range(0, 20).Select(number => Queue($"q{number}", Noon, "there"))]);
        Assert.Equal(2, (await LoadAsync(Queue("q1", Noon, "there"), Queue("q2", Noon + Duration.FromHours(1), "newer"), Queue("q20", Noon, "new"))).Loaded);
        Assert.Equal(21, warehouse.One<long>("select count(distinct id) from raw.queues"));
    }

    [Fact]
    public async Task An_id_longer_than_most_is_known_again()
    {
        var longId = new string('ä', 4000);
        await LoadAsync(Queue(longId, Noon));
        using var list = Batch();
        Assert.Equal(0, (await LoadAsync(list, Queue(longId, Noon))).Loaded);
    }

    [Fact]
    public void Whoever_brings_them_and_whatever_fails_one_row_an_id_stays_and_every_version_is_kept()
    {
        var delivery = Gen.Select(Gen.Int[0, 1], Gen.Int[0, 5], Gen.Int[0, 3], Gen.Int[0, 5]); // by whom, which queue, which version, and 0 fails the commit once
        Gen.Select(Gen.Int[0, 30], delivery.Array[1, 4].Array[1, 8]).Sample((there, commits) =>
        {
            using var own = new TestWarehouse();
            var expected = new HashSet<(string Id, int Version)>();
            LoadAllAsync(own, there, commits, expected).GetAwaiter().GetResult();
            Assert.Equal(
                expected.GroupBy(one => one.Id, (id, versions) => $"{id} {versions.Max(one => one.Version)}").Order(StringComparer.Ordinal),
                own.Query<string>("select id || ' ' || (body->>'name') from raw.queues order by 1"));
            Assert.Equal(
                expected.Select(one => $"{one.Id} {one.Version}").Order(StringComparer.Ordinal),
                own.Query<string>("select id || ' ' || (body->>'name') from raw.queues union all select id || ' ' || (body->>'name') from raw.superseded order by 1"));
        }, iter: 20, threads: 1);
    }

    private static async Task LoadAllAsync(TestWarehouse own, int there, (int By, int Queue, int Version, int Fault)[][] commits, HashSet<(string, int)> expected)
    {
        LoadBatch[] batches = [new(own.File, "list", TimeProvider.System), new(own.File, "webhooks", TimeProvider.System)];
        for (var number = 0; number < there; number++)
            Take(batches[0], $"other{number}", 0, expected);
        await batches[0].CommitAsync(null, CancellationToken.None);
        foreach (var commit in commits)
        {
            var batch = batches[commit[0].By];
            foreach (var (_, queue, version, _) in commit)
                Take(batch, $"q{queue}", version, expected);
            if (commit[0].Fault == 0)
                await Assert.ThrowsAsync<IOException>(() => batch.CommitAsync((_, _) => throw new IOException("the disk is full"), CancellationToken.None));
            await batch.CommitAsync(null, CancellationToken.None);
        }
        foreach (var batch in batches)
            batch.Dispose();
    }

    private static void Take(LoadBatch batch, string id, int version, HashSet<(string, int)> expected)
    {
        Add(batch, Queue(id, Noon + Duration.FromSeconds(version), $"{version}"));
        expected.Add((id, version));
    }

    private LoadBatch Batch() => new(warehouse.File, "run-1", TimeProvider.System);

    private async Task<LoadCounts> LoadAsync(params string[] records)
    {
        using var batch = Batch();
        return await LoadAsync(batch, records);
    }

    private static Task<LoadCounts> LoadAsync(LoadBatch batch, params string[] records)
    {
        Add(batch, records);
        return batch.CommitAsync(null, CancellationToken.None);
    }

    private static void Add(LoadBatch batch, params string[] records)
    {
        foreach (var record in records)
            batch.Add(Streams.Queues, Encoding.UTF8.GetBytes(record), serverNow: Noon);
    }

    public void Dispose() => warehouse.Dispose();
}
