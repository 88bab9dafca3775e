using Dapper;
using NodaTime;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract.Backfills;

public sealed class BackfillExtractionTests
{
    private static readonly ExtractLimits OneAtATime = new() { ParallelStreams = 1, PageSize = 2 };
    private static readonly Instant Midnight = Noon - Duration.FromHours(12);

    /// <summary>Ten days up to yesterday's end; an event every six hours, so four a day.</summary>
    private static readonly VersionSpan TenDays = new(Midnight - Duration.FromDays(10), Midnight);

    [Fact]
    public async Task What_is_missing_in_the_span_is_loaded_and_what_lies_outside_is_left_alone()
    {
        await using var desk = await ExtractionDesk.OpenAsync(History());
        await desk.ReadAsync();
        Lose(desk);
        await desk.BackfillAsync(new VersionSpan(Midnight - Duration.FromDays(5), Midnight - Duration.FromDays(3)));
        Assert.Equal(8, desk.Versions().Count);
        Assert.All(desk.Versions().Values, at => Assert.InRange(at, Midnight - Duration.FromDays(5), Midnight - Duration.FromDays(3) - Duration.Epsilon));
    }

    [Fact]
    public async Task The_mark_stays_where_it_was_and_what_was_read_is_covered()
    {
        await using var desk = await ExtractionDesk.OpenAsync(History());
        await desk.BackfillAsync(TenDays);
        using var connection = desk.Warehouse.Connect();
        Assert.Equal(HighWaterMark.None, Cursor.Read(connection, Streams.TicketEvents).Mark);
        Assert.Equal([TenDays], Coverage.Read(connection, "ticket_events").Spans);
        Assert.Equal([new VersionSpan(VersionSpan.Beginning, TenDays.From)], Coverage.Read(connection, "ticket_events").Gaps);
    }

    [Fact]
    public async Task Nothing_is_covered_that_the_server_may_still_show_late()
    {
        await using var desk = await ExtractionDesk.OpenAsync(History());
        await desk.BackfillAsync(new VersionSpan(Midnight, Noon + Duration.FromDays(1)), new ExtractLimits { Settle = Duration.FromMinutes(7) });
        using var connection = desk.Warehouse.Connect();
        Assert.Equal([new VersionSpan(Midnight, Noon - Duration.FromMinutes(7))], Coverage.Read(connection, "ticket_events").Spans);
    }

    [Fact]
    public async Task An_interrupted_one_goes_on_in_the_middle_of_its_window_and_does_not_redo_those_that_are_done()
    {
        await using var desk = await ExtractionDesk.OpenAsync(History());
        desk.List.FailsFromPage = 11; // a window takes three requests: two pages, and a look behind the end
        var stopped = Assert.Single(await desk.BackfillAsync(TenDays, OneAtATime));
        Assert.EndsWith("17 records were read before and are kept; 7 windows are missing, and `tgcrm backfill` of the same span goes on with them", stopped.Error, StringComparison.Ordinal);
        desk.List.FailsFromPage = int.MaxValue;
        var before = desk.Requests.Count;

        var resumed = Assert.Single(await desk.BackfillAsync(TenDays, OneAtATime));

        Assert.True(resumed is { IsResumed: true, IsWhole: true });
        Assert.Equal(40, desk.Versions().Count);
        Assert.Contains("cursor=", desk.Requests[before], StringComparison.Ordinal);
        Assert.All(desk.Requests.Skip(before), request => Assert.DoesNotContain("since=2026-02-1", request, StringComparison.Ordinal)); // nothing before the fourth day
        Assert.Equal([TenDays], Covered(desk));
        Assert.Equal(1, desk.Warehouse.One<long>("select count(ended_at) from ops.backfills"));
    }

    [Fact]
    public async Task A_finished_one_that_is_given_again_starts_anew()
    {
        await using var desk = await ExtractionDesk.OpenAsync(History());
        await desk.BackfillAsync(TenDays);
        Lose(desk);
        Assert.False(Assert.Single(await desk.BackfillAsync(TenDays)).IsResumed);
        Assert.Equal(40, desk.Versions().Count);
        Assert.Equal(2, desk.Warehouse.One<long>("select count(ended_at) from ops.backfills"));
    }

    [Fact]
    public async Task A_stream_that_fails_stops_no_other()
    {
        await using var desk = await ExtractionDesk.OpenAsync(History());
        desk.Lists["queues"] = new RecordList().With("q1", Midnight, Queue("q1", Midnight));
        desk.List.FailsFromPage = 1;
        var outcomes = await desk.BackfillAsync(TenDays, OneAtATime, Streams.TicketEvents, Streams.Queues);
        Assert.Equal([false, true], outcomes.Select(outcome => outcome.IsWhole));
        Assert.Equal(1, desk.Warehouse.One<long>("select count(*) from raw.queues"));
        Assert.Equal(2, desk.Warehouse.One<long>("select count(*) from ops.run_steps where step = 'extract' and status in ('failed', 'done')"));
    }

    [Fact]
    public async Task Windows_that_are_read_side_by_side_leave_nothing_out()
    {
        await using var desk = await ExtractionDesk.OpenAsync(History());
        await desk.BackfillAsync(TenDays, new ExtractLimits { ParallelStreams = 4, PageSize = 3 });
        Assert.Equal(desk.List.Versions.Count(row => row.Value >= TenDays.From && row.Value < TenDays.Until), desk.Versions().Count);
        Assert.Equal([TenDays], Covered(desk));
    }

    private static RecordList History()
    {
        var list = new RecordList();
        for (var i = -4; i < 44; i++)
            ExtractionDesk.With(list, $"e{i:00}", TenDays.From + Duration.FromHours(6 * i));
        return list;
    }

    private static void Lose(ExtractionDesk desk)
    {
        using var connection = desk.Warehouse.Connect();
        connection.Execute("truncate raw.ticket_events");
    }

    private static IReadOnlyList<VersionSpan> Covered(ExtractionDesk desk)
    {
        using var connection = desk.Warehouse.Connect();
        return Coverage.Read(connection, "ticket_events").Spans;
    }
}
