using NodaTime;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Sync.Tests.Publish;

public sealed class PublishedSnapshotTests : IDisposable
{
    private readonly Newsroom newsroom = new();

    [Fact]
    public void Before_the_first_version_a_reader_is_told_what_to_do()
    {
        var refusal = Assert.Throws<NothingPublishedException>(() => PublishedSnapshot.Open(newsroom.Folder));
        Assert.Equal($"{newsroom.Folder}: nothing is published yet; run `tgcrm sync`, or `tgcrm publish` when data is loaded already", refusal.Message);
    }

    [Theory]
    [InlineData("create table analytics.mine (i int)", "the published data can only be read")]
    [InlineData("insert into analytics.agents from analytics.agents", "the published data can only be read")]
    [InlineData("drop table analytics.agents", "the published data can only be read")]
    [InlineData("copy analytics.agents to 'agents.csv'", "a query reaches no files")]
    [InlineData("from read_text('/etc/passwd')", "a query reaches no files")]
    [InlineData("attach 'other.duckdb'", "a query reaches no files")]
    [InlineData("install httpfs", "a query reaches no files")]
    [InlineData("set enable_external_access = true", "a query changes no settings")]
    [InlineData("set TimeZone = 'Asia/Tokyo'", "a query changes no settings")]
    [InlineData("select 1; select 2", "2 statements at once; send them one by one")]
    [InlineData("", "no statement to run")]
    [InlineData(" -- nothing", "no statement to run")]
    [InlineData("selec 1", "Parser Error: syntax error at or near \"selec\"")]
    [InlineData("from analytics.ticket", "Did you mean \"tickets\"?")]
    public async Task A_statement_that_is_not_a_question_about_the_data_is_refused(string sql, string why)
    {
        await newsroom.PublishAsync();
        using var snapshot = PublishedSnapshot.Open(newsroom.Folder);
        var refusal = Assert.Throws<SnapshotQueryException>(() => snapshot.Query(sql, CancellationToken.None));
        Assert.Contains(why, refusal.Message);
    }

    [Fact]
    public async Task Values_come_as_what_they_are()
    {
        await newsroom.PublishAsync();
        using var snapshot = PublishedSnapshot.Open(newsroom.Folder);
        using var rows = snapshot.Query("select group_id, subject, tags, custom_fields, is_flagged, share, created_at, updated_at, date '2026-02-01' as day, 'b'::blob as bytes from analytics.tickets where ticket_id in ('t1', 't3') order by ticket_id;", CancellationToken.None);

        Assert.Equal(["group_id", "subject", "tags", "custom_fields", "is_flagged", "share", "created_at", "updated_at", "day", "bytes"], rows.Columns);
        var read = rows.Read().ToList();
        Assert.Equal([-1001234567890123L, "Оплата не прошла 💳", new List<string> { "billing", "vip" }, "{\"plan\":\"gold\"}", true, 0.25,
            Instant.FromUtc(2026, 1, 31, 23, 59, 59).PlusNanoseconds(999_999_000), Instant.FromUtc(2026, 3, 1, 0, 0), new LocalDate(2026, 2, 1), "b"u8.ToArray()], read[0]);
        Assert.Equal([9007199254740993L, null, null, "{}", null, 1.0, Instant.FromUtc(2026, 2, 14, 10, 0), null, new LocalDate(2026, 2, 1), "b"u8.ToArray()], read[1]);
    }

    [Fact]
    public async Task A_query_sees_times_in_UTC()
    {
        await newsroom.PublishAsync();
        Assert.Equal("2026-01-31 23:59:59.999999+00", newsroom.Ask("select created_at::varchar from analytics.tickets where ticket_id = 't1'"));
    }

    [Fact]
    public async Task Rows_are_read_as_they_are_asked_for_and_a_late_failure_is_told()
    {
        await newsroom.PublishAsync();
        using var snapshot = PublishedSnapshot.Open(newsroom.Folder);
        using var rows = snapshot.Query("select case when i = 4999999 then error('late') else i end as n from range(5000000) t(i)", CancellationToken.None);
        var read = 0L;
        var failure = Assert.Throws<SnapshotQueryException>(() => rows.Read().Aggregate(0L, (_, _) => ++read));
        Assert.True(read > 0);
        Assert.Contains("late", failure.Message);
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_names_its_column_and_the_way_out()
    {
        await newsroom.PublishAsync();
        using var snapshot = PublishedSnapshot.Open(newsroom.Folder);
        using var rows = snapshot.Query("select [1, null] as counts", CancellationToken.None);
        var failure = Assert.Throws<SnapshotQueryException>(() => rows.Read().ToList());
        Assert.StartsWith("column counts:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_query_ends()
    {
        await newsroom.PublishAsync();
        using var snapshot = PublishedSnapshot.Open(newsroom.Folder);
        using var cancelled = new CancellationTokenSource();
        using var rows = snapshot.Query("from range(100000000000)", cancelled.Token);
        Assert.ThrowsAny<OperationCanceledException>(() =>
        {
            foreach (var _ in rows.Read())
                cancelled.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => snapshot.Query("select 1", cancelled.Token));
    }

    public void Dispose() => newsroom.Dispose();
}
