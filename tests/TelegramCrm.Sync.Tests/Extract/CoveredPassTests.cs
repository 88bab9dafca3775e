using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

/// <summary>What a pass leaves behind for the next one: coverage, mark, skew, and no token that would lead astray.</summary>
public sealed class CoveredPassTests
{
    private static readonly Instant Day = Noon - Duration.FromDays(1);

    [Fact]
    public async Task The_first_full_pass_covers_from_the_beginning_to_the_mark()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(5, Day));
        await desk.ReadAsync();
        Assert.Equal([new VersionSpan(VersionSpan.Beginning, Day + Duration.FromSeconds(4))], Covered(desk));
        Assert.Equal("-infinity", desk.Warehouse.One<string>("select from_at::varchar from ops.coverage"));
    }

    [Fact]
    public async Task Passes_follow_each_other_without_a_gap()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(5, Day));
        await desk.ReadAsync();
        ExtractionDesk.With(desk.List, "e9", Day + Duration.FromHours(3));
        await desk.ReadAsync(Streams.TicketEvents, new ExtractLimits { Lookback = Duration.Zero });
        Assert.Equal([new VersionSpan(VersionSpan.Beginning, Day + Duration.FromHours(3))], Covered(desk));
    }

    [Fact]
    public async Task A_pass_that_did_not_come_to_its_end_covers_nothing()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(10, Day));
        desk.List.FailsFromPage = 3;
        await Assert.ThrowsAsync<CrmException>(() => desk.ReadAsync(pageSize: 2));
        Assert.Empty(Covered(desk));
    }

    [Fact]
    public async Task A_pass_whose_cursor_was_forgotten_covers_all_that_it_began_with()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(10, Day));
        desk.List.FailsFromPage = 3;
        await Assert.ThrowsAsync<CrmException>(() => desk.ReadAsync(pageSize: 2));
        (desk.List.FailsFromPage, desk.List.ForgetsCursors) = (int.MaxValue, true);
        await desk.ReadAsync();
        Assert.Equal([new VersionSpan(VersionSpan.Beginning, Day + Duration.FromSeconds(9))], Covered(desk));
        Assert.Equal(10, desk.Versions().Count);
    }

    [Fact]
    public async Task A_crash_while_it_looks_behind_an_end_does_not_begin_anew()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(6, Day));
        desk.List.FailsFromPage = 3;
        await Assert.ThrowsAsync<CrmException>(() => desk.ReadAsync(pageSize: 3)); // the third request looks behind the end
        desk.List.FailsFromPage = int.MaxValue;
        await desk.ReadAsync(pageSize: 3);
        Assert.Contains("since=2026-02-28T12:00:05Z", Uri.UnescapeDataString(desk.Requests[^1]), StringComparison.Ordinal);
        Assert.Equal([new VersionSpan(VersionSpan.Beginning, Day + Duration.FromSeconds(5))], Covered(desk));
    }

    [Fact]
    public async Task A_reset_leaves_neither_mark_nor_coverage_nor_page_so_that_the_next_pass_reads_from_the_beginning()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(10, Day));
        desk.List.FailsFromPage = 3;
        await Assert.ThrowsAsync<CrmException>(() => desk.ReadAsync(pageSize: 2));
        desk.List.FailsFromPage = int.MaxValue;
        using (var connection = desk.Warehouse.Connect())
            Cursor.Reset(connection, Streams.TicketEvents);
        await desk.ReadAsync(pageSize: 100);
        Assert.DoesNotContain("cursor=", desk.Requests[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("since=", desk.Requests[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(95)]
    [InlineData(-3700)]
    public async Task The_skew_of_the_server_s_clock_is_kept_and_the_mark_follows_that_clock(int skewSeconds)
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(5, Noon - Duration.FromSeconds(3)));
        desk.List.ServerNow = Noon;
        var time = new FakeTimeProvider((Noon - Duration.FromSeconds(skewSeconds)).ToDateTimeOffset());
        await desk.ReadAsync(Streams.TicketEvents, new ExtractLimits { Settle = Duration.FromSeconds(60) }, time);
        using var connection = desk.Warehouse.Connect();
        var cursor = Cursor.Read(connection, Streams.TicketEvents);
        Assert.Equal((Duration.FromSeconds(skewSeconds), Noon - Duration.FromSeconds(60)), (cursor.Skew, cursor.Mark.At));
    }

    private static IReadOnlyList<VersionSpan> Covered(ExtractionDesk desk)
    {
        using var connection = desk.Warehouse.Connect();
        return Coverage.Read(connection, "ticket_events").Spans;
    }
}
