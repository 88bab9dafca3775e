using NodaTime;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

/// <summary>Several streams in one run.</summary>
public sealed class ExtractionTests
{
    private static readonly Instant Day = Noon - Duration.FromDays(1);
    private static readonly ExtractLimits TwoAPage = new() { PageSize = 2 };

    [Fact]
    public async Task A_stream_that_breaks_off_says_what_is_kept_and_stops_no_other_and_the_next_run_says_that_it_went_on()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(10, Day));
        desk.Lists["queues"] = new RecordList().With("q1", Day, Queue("q1", Day));
        desk.List.FailsFromPage = 3;

        var first = await desk.SyncAsync(TwoAPage, Streams.TicketEvents, Streams.Queues);

        Assert.EndsWith("4 records were read before and are kept; the next run goes on there", first[0].Error, StringComparison.Ordinal);
        Assert.True(first[1] is { IsWhole: true, IsResumed: false });
        desk.List.FailsFromPage = int.MaxValue;
        var second = await desk.SyncAsync(TwoAPage, Streams.TicketEvents, Streams.Queues);
        Assert.True(second[0] is { IsWhole: true, IsResumed: true });
        Assert.Equal(10, desk.Versions().Count); // it went on, and then to the end
        Assert.False((await desk.SyncAsync(TwoAPage, Streams.TicketEvents))[0].IsResumed);
    }

    [Fact]
    public async Task Where_the_server_s_clock_is_far_off_and_where_gaps_are_is_warned_of_with_a_remedy()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(10, Day));
        await desk.SyncAsync(TwoAPage, Streams.TicketEvents); // this machine's clock is the real one, the list's stands at noon of another day
        await desk.BackfillAsync(new VersionSpan(Day + Duration.FromHours(2), Day + Duration.FromHours(3)));
        using var connection = desk.Warehouse.Connect();
        var stream = Assert.Single(Standing.Read(connection, Noon).Streams);
        Assert.Collection(stream.Warnings(Duration.FromMinutes(1)),
            skew => Assert.Matches("^ticket_events: the CRM's clock runs [0-9,]+ s (behind|ahead of) this machine's, more than source.settle; .*: synchronise this machine's clock, or tell", skew),
            gap => Assert.Equal("ticket_events: not read from 2026-02-28T12:00:09Z to 2026-02-28T14:00:00Z; the next `tgcrm sync` reads it", gap));
        Assert.Empty((stream with { SkewSeconds = 59, Coverage = Coverage.None }).Warnings(Duration.FromMinutes(1)));
        Assert.Contains("`tgcrm backfill --stream ticket_events --from 2026-02-28T12:00:09Z --to 2026-02-28T14:00:00Z` reads it",
            (stream with { HighWaterAt = Noon, SkewSeconds = null }).Warnings(Duration.FromMinutes(1)).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupted_backfill_stands_in_the_status_until_it_is_done()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(10, Day));
        var span = new VersionSpan(Day - Duration.FromDays(2), Noon);
        desk.List.FailsFromPage = 2;
        await desk.BackfillAsync(span, TwoAPage with { ParallelStreams = 1 });
        using var connection = desk.Warehouse.Connect();
        var waiting = Assert.Single(Standing.Read(connection, Noon).Backfills);
        Assert.Equal(("ticket_events", span.From, span.Until, 4L, 1L), (waiting.Stream, waiting.FromAt, waiting.UntilAt, waiting.Windows, waiting.Done));
        desk.List.FailsFromPage = int.MaxValue;
        await desk.BackfillAsync(span);
        Assert.Empty(Standing.Read(connection, Noon).Backfills);
    }
}
