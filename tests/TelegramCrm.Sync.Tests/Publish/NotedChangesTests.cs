using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Sync.Tests.Publish;

/// <summary>What publishing makes of the notes that transforms leave.</summary>
public sealed class NotedChangesTests : IDisposable
{
    private readonly Newsroom newsroom = new();

    public NotedChangesTests() => newsroom.Transform(1, isFull: true);

    [Fact]
    public async Task Only_the_partitions_that_a_transform_noted_are_compared()
    {
        await newsroom.PublishAsync();
        newsroom.Run("update analytics.tickets set subject = 'changed'"); // every month, of which one is noted: the others are not even looked at
        newsroom.Transform(2, ("tickets", "2026-02"));

        Assert.Equal((1, 6), await newsroom.PublishAsync() is var next ? (next.FilesWritten, next.FilesKept) : default);
        Assert.Equal(2L, newsroom.Ask("select count(*) from analytics.tickets where subject = 'changed'"));
    }

    [Fact]
    public async Task A_noted_partition_with_the_rows_it_had_is_kept()
    {
        await newsroom.PublishAsync();
        newsroom.Transform(2, ("tickets", "2026-02"), ("tickets", null), ("agents", null), ("sla_daily", "2025-12"));
        Assert.False((await newsroom.PublishAsync()).IsNew);
    }

    [Fact]
    public async Task Notes_add_up_until_they_are_published()
    {
        await newsroom.PublishAsync();
        newsroom.Run("update analytics.tickets set subject = 'changed' where ticket_id in ('t1', 't4'); update analytics.agents set name = 'Anne'");
        newsroom.Transform(2, ("tickets", "2026-01"));
        newsroom.Transform(3, ("tickets", null), ("tickets", "2026-01"));
        newsroom.Transform(4, ("agents", null));
        Assert.Equal(3, (await newsroom.PublishAsync()).FilesWritten);
        Assert.Equal(4, Manifest.Read(newsroom.Current()).Transform!.Number);
    }

    [Fact]
    public async Task A_month_that_begins_or_ends_is_noted_too()
    {
        await newsroom.PublishAsync();
        newsroom.Run("update analytics.tickets set created_at = '2026-05-01 00:00:00+00' where ticket_id = 't1'; insert into analytics.messages values ('m1', 't1', '2026-05-01 00:00:00+00')");
        newsroom.Transform(2, ("tickets", "2026-01"), ("tickets", "2026-05"), ("messages", "2026-05"));

        await newsroom.PublishAsync();

        Assert.False(File.Exists(newsroom.TicketsOf("2026-01")));
        Assert.True(File.Exists(newsroom.TicketsOf("2026-05")));
        Assert.Equal(["month=2026-05"], Manifest.Read(newsroom.Current()).Relations.Single(relation => relation.Name == "messages").Files.Select(file => file.Partition));
    }

    [Theory]
    [InlineData("insert into ops.transforms values (2, 'transform-2', '2026-03-02 12:00:00+00', true, 2, ''), (3, 'transform-3', '2026-03-02 12:00:00+00', false, 3, '')")]
    [InlineData("update ops.transforms set run_id = 'of another warehouse'")]
    [InlineData("delete from ops.transforms")]
    [InlineData("alter table analytics.tickets add column queue_name varchar; insert into ops.transforms values (2, 'transform-2', '2026-03-02 12:00:00+00', false, 2, '')")]
    public async Task Everything_is_compared_after_a_full_transform_when_the_version_s_own_is_not_known_and_for_a_relation_with_other_columns(string since)
    {
        await newsroom.PublishAsync();
        newsroom.Run("update analytics.tickets set subject = 'changed'");
        newsroom.Run(since);
        Assert.Equal(3, (await newsroom.PublishAsync()).FilesWritten);
        Assert.Equal(4L, newsroom.Ask("select count(*) from analytics.tickets where subject = 'changed'"));
    }

    [Fact]
    public async Task A_view_is_compared_whatever_was_noted()
    {
        newsroom.Run("create view analytics.open_tickets as select ticket_id, subject from analytics.tickets");
        await newsroom.PublishAsync();
        newsroom.Run("update analytics.tickets set subject = 'changed' where ticket_id = 't1'");
        newsroom.Transform(2, ("tickets", "2026-01"));
        Assert.Equal(2, (await newsroom.PublishAsync()).FilesWritten);
    }

    [Fact]
    public async Task A_file_that_was_cut_short_is_written_anew_though_nothing_is_noted()
    {
        await newsroom.PublishAsync();
        using (var file = File.OpenWrite(newsroom.TicketsOf("2026-01")))
            file.SetLength(10);
        newsroom.Transform(2);
        Assert.Equal(1, (await newsroom.PublishAsync()).FilesWritten);
    }

    public void Dispose() => newsroom.Dispose();
}
