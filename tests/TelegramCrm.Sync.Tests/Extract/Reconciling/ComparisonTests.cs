using NodaTime;
using TelegramCrm.Sync.Extract.Reconciling;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract.Reconciling;

public sealed class ComparisonTests : IDisposable
{
    private static readonly Instant Day = Noon - Duration.FromDays(10);
    private static readonly Duration Hour = Duration.FromHours(1);
    private readonly ReconciledCrm crm = new();

    [Fact]
    public async Task Equal_sides_are_equal_and_nothing_is_read_whole()
    {
        for (var i = 0; i < 7; i++)
            crm.Both($"t{i}", Day + i * Hour);
        var result = await crm.CompareAsync(pageSize: 3);
        Assert.True(result.IsEqual);
        Assert.Equal(new DifferenceCounts(7, 7, 0, 0, 0, 0), result.Found.Total);
        Assert.All(crm.Requests, request => Assert.Contains("fields=id,updated_at,deleted_at", Uri.UnescapeDataString(request), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_missing_stale_newer_or_extra_is_told_apart_and_named()
    {
        crm.Both("same", Day).InCrm("missing", Day).InRaw(Streams.Tickets, Ticket("extra", Day), Ticket("stale", Day - Hour), Ticket("newer", Day + Hour)).InCrm("stale", Day).InCrm("newer", Day);
        var result = await crm.CompareAsync();
        Assert.Equal(new DifferenceCounts(4, 4, 1, 1, 1, 1), result.Found.Total);
        Assert.Equal(
            [("extra", "extra"), ("missing", "missing"), ("newer", "newer"), ("stale", "stale")],
            result.Found.Examples.Select(record => (record.Kind, record.Id)));
        Assert.False(result.IsEqual);
    }

    [Fact]
    public async Task Only_days_that_differ_are_listed_by_the_day_of_the_version_in_UTC()
    {
        crm.Both("same", Day).InCrm("late", Instant.FromUtc(2026, 2, 3, 23, 59)).InCrm("early", Instant.FromUtc(2026, 2, 4, 0, 0));
        var result = await crm.CompareAsync();
        Assert.Equal(
            [(new LocalDate(2026, 2, 3), new DifferenceCounts(1, 0, 1, 0, 0, 0)), (new LocalDate(2026, 2, 4), new DifferenceCounts(1, 0, 1, 0, 0, 0))],
            result.Days.Select(day => (day.Day, day.Counts)));
    }

    [Fact]
    public async Task What_is_younger_than_the_settled_edge_is_no_difference_on_either_side()
    {
        var young = crm.List.ServerNow - Duration.FromSeconds(59);
        crm.InCrm("new there", young).InRaw(Streams.Tickets, Ticket("new here", young), Ticket("from the future", Noon + 400 * Hour)).Both("moved", Day).InCrm("moved", young);
        Assert.True((await crm.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task What_is_loaded_while_the_CRM_is_listed_is_no_difference()
    {
        crm.Both("same", Day).InCrm("t", Day);
        crm.Meanwhile = () => crm.InRaw(Streams.Tickets, Ticket("t", Day + Hour), Ticket("webhook", Day));
        Assert.True((await crm.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task A_ticket_that_moved_behind_the_span_is_stale_and_not_gone()
    {
        crm.Both("same", Day).InRaw(Streams.Tickets, Ticket("moved", Day)).InCrm("moved", Day + 48 * Hour).Both("later", Day + 50 * Hour);
        var result = await crm.CompareAsync(span: new Interval(Day, Day + 24 * Hour));
        Assert.Equal(new DifferenceCounts(1, 2, 0, 1, 0, 0), result.Found.Total);
    }

    [Fact]
    public async Task A_span_that_is_equal_is_not_read_beyond_its_end()
    {
        crm.Both("before", Day - Hour).Both("in", Day).InCrm("at the end", Day + 24 * Hour);
        Assert.True((await crm.CompareAsync(span: new Interval(Day, Day + 24 * Hour))).IsEqual);
        Assert.All(crm.Requests, request => Assert.Contains("updated_until", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_record_that_can_t_be_read_is_counted_and_while_one_has_no_name_nothing_is_taken_for_gone()
    {
        crm.Both("same", Day).InRaw(Streams.Tickets, Ticket("seems gone", Day));
        crm.List.With("no id", Day, """{"updated_at":"2026-02-19T12:00:00Z"}""").With("no date", Day, """{"id":"no date","updated_at":"soon"}""");
        var result = await crm.MendAsync();
        Assert.Equal((2L, 0L), (result.Found.Unreadable, result.Found.Total.Extra));
        Assert.Equal(0, crm.Warehouse.One<long>("select count(deleted_at) from raw.tickets"));
        Assert.False(result.IsEqual);
    }

    [Fact]
    public async Task A_deletion_that_the_warehouse_does_not_know_of_is_stale_and_one_that_it_knows_of_is_equal()
    {
        const string deleted = ""","deleted_at":"2026-02-19T12:00:00Z" """;
        crm.InRaw(Streams.Tickets, Ticket("t", Day), Ticket("known", Day, more: deleted), Ticket("purged", Day, more: deleted)).InCrm("t", Day, deleted).InCrm("known", Day, deleted);
        Assert.Equal(new DifferenceCounts(2, 2, 0, 1, 0, 0), (await crm.CompareAsync()).Found.Total);
    }

    [Fact]
    public async Task What_was_found_stays_to_be_asked_for()
    {
        crm.Both("same", Day).InCrm("missing", Day);
        await crm.CompareAsync();
        Assert.Equal(("tickets", 2, 1, 1, 1), crm.Warehouse.One<(string, long, long, long, long)>("select stream, crm_records, warehouse_records, missing, left_over from ops.reconciliations"));
        Assert.Equal((new DateTime(2026, 2, 19), 1), crm.Warehouse.One<(DateTime, long)>("select day::timestamp, missing from ops.reconciled_days"));
    }

    public void Dispose() => crm.Dispose();
}
