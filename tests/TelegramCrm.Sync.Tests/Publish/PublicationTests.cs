using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Sync.Tests.Publish;

public sealed class PublicationTests : IDisposable
{
    private readonly Newsroom newsroom = new();

    [Fact]
    public async Task A_reader_that_has_a_version_open_goes_on_reading_it_until_it_opens_anew()
    {
        await newsroom.PublishAsync(keepVersions: 2);
        using var reader = PublishedSnapshot.Open(newsroom.Folder);
        for (var version = 2; version <= 4; version++) // until the reader's version has lost its folder
        {
            newsroom.Run("insert into analytics.agents values ('more', 'More', null, null)");
            await newsroom.PublishAsync(keepVersions: 2);
        }

        Assert.False(Directory.Exists(reader.VersionPath));
        using var old = reader.Query("select count(*) from analytics.agents", CancellationToken.None);
        Assert.Equal(1L, old.Read().Single()[0]);
        Assert.Equal(4L, newsroom.Ask("select count(*) from analytics.agents"));
    }

    [Fact]
    public async Task Only_the_partitions_that_changed_are_written()
    {
        await newsroom.PublishAsync();
        var before = Stamps();
        newsroom.Run("update analytics.tickets set subject = 'changed' where ticket_id = 't3'");

        var second = await newsroom.PublishAsync("run-2");

        Assert.Equal((2, true, 1, 6), (second.Number, second.IsNew, second.FilesWritten, second.FilesKept));
        var changed = Stamps().Except(before).Select(stamp => stamp.Path);
        Assert.Equal(["parquet/tickets/month=2026-02/data.parquet"], changed);
    }

    [Fact]
    public async Task Rows_in_another_order_are_the_same_rows()
    {
        await newsroom.PublishAsync();
        newsroom.Run("create or replace table analytics.tickets as from analytics.tickets order by ticket_id desc");
        Assert.False((await newsroom.PublishAsync("run-2")).IsNew);
    }

    [Fact]
    public async Task A_pair_of_equal_rows_that_makes_way_for_another_pair_is_a_change()
    {
        newsroom.Run("insert into analytics.agents values ('twin', 'Tom', null, null), ('twin', 'Tom', null, null)");
        await newsroom.PublishAsync();
        newsroom.Run("update analytics.agents set name = 'Tim' where agent_id = 'twin'"); // equal rows cancel out in an exclusive or
        Assert.Equal(1, (await newsroom.PublishAsync()).FilesWritten);
    }

    [Fact]
    public async Task Publishing_unchanged_data_keeps_the_version_and_leaves_nothing_behind()
    {
        var first = await newsroom.PublishAsync();
        var second = await newsroom.PublishAsync("run-2");

        Assert.Equal(first with { IsNew = false, FilesWritten = 0, FilesKept = 7 }, second);
        Assert.Equal(["1"], newsroom.Versions());
    }

    [Fact]
    public async Task A_month_without_rows_and_a_relation_that_is_gone_disappear()
    {
        await newsroom.PublishAsync();
        newsroom.Run("delete from analytics.tickets where ticket_id = 't1'; drop table analytics.agents");
        await newsroom.PublishAsync();

        Assert.False(File.Exists(newsroom.TicketsOf("2026-01")));
        Assert.False(Directory.Exists(newsroom.Current("parquet", "agents")));
        Assert.Equal(0L, newsroom.Ask("select count(*) from duckdb_tables() where table_name = 'agents'"));
    }

    [Fact]
    public async Task The_database_holds_the_very_rows_of_the_warehouse_whatever_changed_since_the_version_before()
    {
        await newsroom.PublishAsync();
        foreach (var change in new[]
        {
            "update analytics.tickets set subject = 'changed' where ticket_id in ('t3', 't4')",
            "insert into analytics.tickets (ticket_id, created_at) values ('t5', '2026-04-30 23:59:59+00'), ('t6', '2026-01-01 00:00:00+00')",
            "update analytics.tickets set created_at = '2026-05-01 00:00:00+00' where ticket_id = 't5'",
            "delete from analytics.tickets where created_at is null",
            "alter table analytics.tickets add column queue_name varchar default 'none'",
            "truncate analytics.tickets",
        })
        {
            newsroom.Run(change);
            await newsroom.PublishAsync();
            newsroom.MustHoldTheWarehouse();
        }
    }

    [Fact]
    public async Task A_new_column_rewrites_every_partition_of_its_relation()
    {
        await newsroom.PublishAsync();
        newsroom.Run("alter table analytics.tickets add column queue_name varchar");
        Assert.Equal(3, (await newsroom.PublishAsync()).FilesWritten);
    }

    [Fact]
    public async Task Old_versions_are_removed()
    {
        for (var version = 1; version <= 5; version++)
        {
            await newsroom.PublishAsync(keepVersions: 2);
            newsroom.Run("insert into analytics.agents values ('more', 'More', null, null)");
        }
        Assert.Equal(["4", "5"], newsroom.Versions());
        Assert.Equal("versions/5", new FileInfo(newsroom.Current()).LinkTarget);
    }

    [Fact]
    public async Task What_a_crash_left_behind_is_removed_and_never_read()
    {
        await newsroom.PublishAsync();
        var versions = Path.Combine(newsroom.Folder, "versions");
        Directory.CreateDirectory(Path.Combine(versions, "2.partial", "parquet", "tickets")); // died while writing
        File.WriteAllText(Path.Combine(versions, "2.partial", "warehouse.duckdb"), "half");
        Directory.CreateDirectory(Path.Combine(versions, "2")); // died before the swap
        Directory.CreateSymbolicLink(Path.Combine(newsroom.Folder, "current.next"), "versions/2");

        Assert.Equal(4L, newsroom.Ask("select count(*) from analytics.tickets"));
        newsroom.Run("delete from analytics.tickets");
        var second = await newsroom.PublishAsync();

        Assert.Equal(2, second.Number);
        Assert.Equal(["1", "2"], newsroom.Versions());
        Assert.Equal(0L, newsroom.Ask("select count(*) from analytics.tickets"));
    }

    [Fact]
    public async Task A_publication_that_fails_leaves_the_version_before_and_a_warehouse_that_can_publish_again()
    {
        await newsroom.PublishAsync();
        newsroom.Run("create view analytics.broken as select error('boom') as reason, ticket_id from analytics.tickets");

        await Assert.ThrowsAnyAsync<Exception>(() => newsroom.PublishAsync("run-2"));
        Assert.Equal(["1"], newsroom.Versions());
        Assert.Equal(4L, newsroom.Ask("select count(*) from analytics.tickets"));

        newsroom.Run("drop view analytics.broken; delete from analytics.tickets where ticket_id = 't4'");
        Assert.Equal(2, (await newsroom.PublishAsync("run-3")).Number);
    }

    [Fact]
    public async Task Cancelling_leaves_the_version_before()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new Publication(newsroom.Folder).PublishAsync(newsroom.Warehouse, "run-1", Newsroom.Noon, cancelled.Token));
        Assert.Throws<NothingPublishedException>(() => PublishedSnapshot.Open(newsroom.Folder));
        Assert.Empty(newsroom.Versions());
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_not_taken_over()
    {
        await newsroom.PublishAsync();
        using (var file = File.OpenWrite(newsroom.TicketsOf("2026-01")))
            file.SetLength(10);
        Assert.Equal(1, (await newsroom.PublishAsync()).FilesWritten);
    }

    [Fact]
    public async Task Without_a_readable_manifest_everything_is_written_anew()
    {
        await newsroom.PublishAsync();
        File.WriteAllText(newsroom.Current("manifest.json"), "{");
        Assert.Equal((2, 7), await newsroom.PublishAsync() is var next ? (next.Number, next.FilesWritten) : default);
    }

    [Fact]
    public async Task A_type_that_parquet_would_blur_is_refused_by_name()
    {
        newsroom.Run("create table analytics.totals as select sum(tickets) as tickets from analytics.sla_daily");
        var refusal = await Assert.ThrowsAsync<PublicationException>(() => newsroom.PublishAsync());
        Assert.Equal("analytics.\"totals\".tickets: Parquet can't carry HUGEINT without loss; cast it, to BIGINT or JSON for example, in sql/analytics/totals.sql", refusal.Message);
    }

    [Fact]
    public async Task The_database_holds_what_users_ask_about_and_nothing_private()
    {
        newsroom.Run("insert into ops.quarantine values ('x', 'run-1', 'tickets', null, null, 'bad', 'secret'::blob, '2026-01-01 00:00:00+00', null)");
        await newsroom.PublishAsync();
        Assert.Equal("analytics.agents analytics.messages analytics.sla_daily analytics.tickets ops.cursors ops.data_tests ops.failed_requests ops.reconciled_days ops.reconciliations ops.run_steps ops.runs ops.unknown_fields",
            newsroom.Ask("select string_agg(schema_name || '.' || table_name, ' ' order by all) from (from duckdb_tables() order by schema_name, table_name)"));
    }

    private List<(string Path, string Sha256)> Stamps() =>
        [.. Manifest.Read(newsroom.Current()).Relations.SelectMany(relation => relation.Files).Select(file => (file.Path, file.Sha256))];

    public void Dispose() => newsroom.Dispose();
}
