using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract.Reconciling;

public sealed class MendingTests : IDisposable
{
    private static readonly Instant Day = Noon - Duration.FromDays(10);
    private static readonly Duration Hour = Duration.FromHours(1);
    private readonly ReconciledCrm crm = new();

    [Fact]
    public async Task A_few_tickets_are_asked_for_one_by_one()
    {
        for (var i = 0; i < 9; i++)
            crm.Both($"t{i}", Day + Duration.FromMinutes(i));
        crm.Tamper("delete from raw.tickets where id = 't3'; update raw.tickets set version_at = version_at - interval 1 hour where id = 't5'");
        Assert.True((await crm.MendAsync(pageSize: 5)).IsEqual);
        Assert.Equal(["/api/v1/tickets/t3", "/api/v1/tickets/t5"], Whole());
        Assert.True((await crm.CompareAsync()).IsEqual);
    }

    [Fact]
    public async Task Many_tickets_of_a_day_are_read_with_their_day_and_days_in_a_row_at_once()
    {
        for (var i = 0; i < 40; i++)
            crm.Both($"t{i:00}", Instant.FromUtc(2026, 2, 19, 0, 0) + i * Hour);
        crm.Both("far", Day + 100 * Hour).Tamper("delete from raw.tickets");
        Assert.True((await crm.MendAsync(pageSize: 500)).IsEqual);
        Assert.Equal(
        [
            "/api/v1/tickets?include=messages&limit=500&updated_since=2026-02-19T00:00:00Z&updated_until=2026-02-21T00:00:00Z",
            "/api/v1/tickets/far",
        ], Whole());
    }

    [Fact]
    public async Task A_ticket_s_id_may_hold_any_letter()
    {
        crm.InCrm("a?b#c d", Day);
        Assert.True((await crm.MendAsync()).IsEqual);
    }

    [Fact]
    public async Task Events_are_read_with_their_day_and_lists_without_bounds_whole()
    {
        crm.List.With("e1", Day, Event("e1", "t", Day)).With("e2", Day + 48 * Hour, Event("e2", "t", Day + 48 * Hour));
        crm.InRaw(Streams.TicketEvents, Event("e2", "t", Day + 48 * Hour));
        Assert.True((await crm.MendAsync(Streams.TicketEvents)).IsEqual);
        Assert.Contains(Whole(), request => request.Contains("since=2026-02-19T00:00:00Z&until=2026-02-20T00:00:00Z", StringComparison.Ordinal));

        crm.List.Without("e1").Without("e2").With("q1", Day, Queue("q1", Day)).With("q2", Day, Queue("q2", Day));
        Assert.True((await crm.MendAsync(Streams.Queues)).IsEqual);
        Assert.Equal(2, crm.Warehouse.One<long>("select count(*) from raw.queues"));
    }

    [Fact]
    public async Task A_stale_ticket_that_is_gone_when_it_is_asked_for_is_marked_as_deleted()
    {
        crm.Both("same", Day).InRaw(Streams.Tickets, Ticket("t", Day)).InCrm("t", Day + Hour);
        var asked = 0;
        crm.Meanwhile = () =>
        {
            if (crm.Requests[^1].EndsWith("/tickets/t", StringComparison.Ordinal) && asked++ == 0)
                crm.List.Without("t");
        };
        Assert.True((await crm.MendAsync()).IsEqual);
        Assert.Equal(["t"], crm.Warehouse.Query<string>("select id from raw.tickets where deleted_at is not null"));
    }

    [Fact]
    public async Task A_version_newer_than_the_CRM_s_is_left_and_still_a_difference()
    {
        crm.Both("same", Day).InRaw(Streams.Tickets, Ticket("t", Day + Hour)).InCrm("t", Day);
        var result = await crm.MendAsync();
        Assert.Equal((1L, 1L), (result.Found.Total.Newer, result.LeftOver));
    }

    [Fact]
    public async Task The_thread_of_a_mended_ticket_is_asked_for_again_though_it_was_read_for_this_version()
    {
        crm.Both("t", Day).Tamper("insert into ops.thread_watermarks select id, version_at, version_at from raw.tickets; delete from raw.tickets");
        await crm.MendAsync();
        Assert.Contains("/api/v1/tickets/t/messages?limit=500", crm.Requests);
        Assert.Equal(1, crm.Warehouse.One<long>("select count(fetched_version_at) from ops.thread_watermarks"));
    }

    [Fact]
    public async Task What_is_mended_counts_in_the_run()
    {
        crm.Both("same", Day).InCrm("t", Day);
        var result = await crm.MendAsync();
        Assert.Equal(1, result.Mended.Loaded);
        Assert.Equal((1, 1), crm.Warehouse.One<(long, long)>("select rows_extracted, rows_loaded from ops.run_steps where step = 'reconcile'"));
    }

    [Fact]
    public void Whatever_differs_is_as_the_CRM_has_it_afterwards_and_only_what_is_newer_here_is_left()
    {
        var version = Gen.Int[-1, 2]; // -1: not there
        Gen.Select(Gen.Select(version, version).Array[1, 9], Gen.Int[1, 4]).Sample((tickets, pageSize) =>
        {
            using var own = new ReconciledCrm();
            own.InCrm("always", Day - Hour);
            foreach (var (number, (there, here)) in tickets.Index())
            {
                if (there >= 0)
                    own.InCrm($"t{number}", At(number, there));
                if (here >= 0)
                    own.InRaw(Streams.Tickets, Ticket($"t{number}", At(number, here)));
            }
            var result = own.MendAsync(pageSize: pageSize).GetAwaiter().GetResult();
            var expected = tickets.Index().Where(ticket => ticket.Item is not (-1, -1)).Select(ticket => ($"t{ticket.Index}", At(ticket.Index, Math.Max(ticket.Item.Item1, ticket.Item.Item2)), ticket.Item.Item1 < 0));
            Assert.Equal(expected, own.Warehouse.Query<(string, Instant, bool)>("select id, version_at, deleted_at is not null from raw.tickets where id <> 'always' order by id"));
            Assert.Equal(tickets.Count(ticket => ticket.Item1 >= 0 && ticket.Item2 > ticket.Item1), result.LeftOver);
        }, iter: 20, threads: 1);

        static Instant At(int number, int version) => Day + (3 * number + version) * 7 * Hour; // no two of one instant, over several days
    }

    /// <summary>What was asked for besides keys.</summary>
    private IEnumerable<string> Whole() => crm.Requests.Where(request => !request.Contains("fields", StringComparison.Ordinal)).Select(Uri.UnescapeDataString);

    public void Dispose() => crm.Dispose();
}
