using NodaTime;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract.Reconciling;

public sealed class SweepTests : IDisposable
{
    private static readonly Instant Day = Noon - Duration.FromDays(10);
    private readonly ReconciledCrm crm = new();

    [Fact]
    public async Task What_is_gone_is_marked_by_the_CRM_s_clock_and_keeps_its_body_and_gets_a_load_of_its_own()
    {
        Tickets(20).InRaw(Streams.Tickets, Ticket("ghost", Day));
        var before = crm.Warehouse.One<(string, long)>("select body::varchar, load_id from raw.tickets where id = 'ghost'");
        Assert.True((await crm.MendAsync()).IsEqual);
        var after = crm.Warehouse.One<(string Body, long LoadId, long Seconds)>("select body::varchar, load_id, date_diff('second', deleted_at, '2026-03-01 12:00:00Z') from raw.tickets where deleted_at is not null");
        Assert.Equal(before.Item1, after.Body);
        Assert.InRange(after.Seconds, -60, 0);
        Assert.Equal(crm.Warehouse.One<long>("select max(load_id) from ops.loads"), after.LoadId);
        Assert.True(after.LoadId > before.Item2);
        Assert.Equal("ghost", crm.Warehouse.One<string>("select record_id from ops.swept"));
        Assert.True((await crm.CompareAsync()).IsEqual);
    }

    [Theory]
    [InlineData(1, 0.05, true)]
    [InlineData(2, 0.05, false)]
    [InlineData(1, 0, false)]
    public async Task A_sweep_of_more_than_the_allowed_share_is_refused(int ghosts, double share, bool isSwept)
    {
        Tickets(20 - ghosts).InRaw(Streams.Tickets, [.. Enumerable.Range(0, ghosts).Select(i => Ticket($"ghost{i}", Day))]);
        crm.MaxDeletedShare = share;
        var result = await crm.MendAsync();
        Assert.Equal(isSwept, result.Refusal is null);
        Assert.Equal(isSwept, result.IsEqual);
        Assert.Equal(isSwept ? ghosts : 0, crm.Warehouse.One<long>("select count(deleted_at) from raw.tickets"));
        crm.AllowsAnyShare = true;
        Assert.True((await crm.MendAsync()).IsEqual);
    }

    [Fact]
    public async Task An_empty_list_sweeps_nothing_whatever_is_allowed()
    {
        crm.AllowsAnyShare = true;
        crm.InRaw(Streams.Tickets, Ticket("t", Day));
        var result = await crm.MendAsync();
        Assert.Contains("lists no tickets at all", result.Refusal, StringComparison.Ordinal);
        Assert.Equal((1L, 0L), (result.LeftOver, crm.Warehouse.One<long>("select count(deleted_at) from raw.tickets")));
    }

    [Fact]
    public async Task A_list_that_breaks_off_sweeps_nothing()
    {
        Tickets(9).InRaw(Streams.Tickets, Ticket("ghost", Day));
        crm.List.FailsFromPage = 3;
        var result = await crm.MendAsync(pageSize: 2);
        Assert.Contains("500", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, crm.Warehouse.One<long>("select count(deleted_at) from raw.tickets"));
    }

    [Fact]
    public async Task A_list_that_ends_too_early_sweeps_nothing_that_lies_behind_its_end()
    {
        Tickets(9).InRaw(Streams.Tickets, Ticket("ghost", Day));
        crm.List.PagesBeforeFalseEnd = 1;
        Assert.True((await crm.MendAsync(pageSize: 2)).IsEqual);
        Assert.Equal(["ghost"], crm.Warehouse.Query<string>("select id from raw.tickets where deleted_at is not null"));
    }

    [Fact]
    public async Task A_swept_record_that_comes_back_newer_lives_again()
    {
        Tickets(9).InRaw(Streams.Tickets, Ticket("t", Day));
        await crm.MendAsync();
        crm.InRaw(Streams.Tickets, Ticket("t", Day + Duration.FromHours(1)));
        Assert.Equal(0, crm.Warehouse.One<long>("select count(deleted_at) from raw.tickets"));
    }

    [Fact]
    public async Task A_swept_record_that_is_listed_again_as_it_was_is_missing_and_mended()
    {
        Tickets(9).InRaw(Streams.Tickets, Ticket("t", Day));
        await crm.MendAsync();
        crm.InCrm("t", Day);
        Assert.Equal(1, (await crm.CompareAsync()).Found.Total.Missing);
        Assert.True((await crm.MendAsync()).IsEqual);
        Assert.Equal(0, crm.Warehouse.One<long>("select count(deleted_at) from raw.tickets"));
    }

    [Fact]
    public async Task Events_that_are_gone_are_marked_too()
    {
        crm.List.With("e1", Day, Event("e1", "t", Day));
        crm.InRaw(Streams.TicketEvents, Event("e1", "t", Day), Event("ghost", "t", Day));
        Assert.True((await crm.MendAsync(Streams.TicketEvents)).IsEqual);
        Assert.Equal(["ghost"], crm.Warehouse.Query<string>("select id from raw.ticket_events where deleted_at is not null"));
    }

    private ReconciledCrm Tickets(int count)
    {
        for (var i = 0; i < count; i++)
            crm.Both($"t{i}", Day + Duration.FromMinutes(i + 1));
        return crm;
    }

    public void Dispose() => crm.Dispose();
}
