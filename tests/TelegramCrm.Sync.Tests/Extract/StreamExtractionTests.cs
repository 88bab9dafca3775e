using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

public sealed class StreamExtractionTests : IDisposable
{
    private static readonly Instant Day = Noon - Duration.FromDays(1);
    private readonly TestWarehouse warehouse = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(500)]
    public async Task Ties_at_one_instant_are_all_read_with_every_page_size(int pageSize)
    {
        var list = new RecordList();
        for (var i = 0; i < 8; i++)
            list.With($"e{i}", Day, Event($"e{i}", "t1", Day));
        await ExtractAsync(list, pageSize);
        Assert.Equal(8, Rows());
    }

    [Fact]
    public async Task When_nothing_changed_one_request_is_sent_and_no_row_written()
    {
        var list = Events(5);
        await ExtractAsync(list);
        await using var crm = await ScriptedCrm.StartAsync(list);
        Assert.Equal(0, (await ExtractAsync(crm)).Loaded);
        Assert.Single(crm.Requests);
    }

    [Fact]
    public async Task A_record_committed_late_below_the_mark_is_found_by_the_lookback()
    {
        var list = Events(5);
        await ExtractAsync(list);
        list.With("late", Day + Duration.FromSeconds(3), Event("late", "t1", Day + Duration.FromSeconds(3)));
        Assert.Equal(1, (await ExtractAsync(list)).Loaded);
    }

    [Fact]
    public async Task A_future_date_does_not_stop_the_stream()
    {
        var list = Events(3).With("future", Noon + Duration.FromDays(400), Event("future", "t1", Noon + Duration.FromDays(400)));
        await ExtractAsync(list);
        list.ServerNow += Duration.FromHours(1);
        list.With("e9", list.ServerNow - Duration.FromMinutes(10), Event("e9", "t1", list.ServerNow - Duration.FromMinutes(10)));
        Assert.Equal(1, (await ExtractAsync(list)).Loaded);
        Assert.Equal(5, Rows());
    }

    [Fact]
    public async Task A_full_page_that_claims_to_be_the_last_is_looked_behind()
    {
        var list = Events(7);
        list.PagesBeforeFalseEnd = 1;
        await ExtractAsync(list, pageSize: 3);
        Assert.Equal(7, Rows());
    }

    [Fact]
    public async Task A_repeated_cursor_is_an_error_and_neither_a_loop_nor_an_end()
    {
        var list = Events(7);
        list.RepeatsCursor = true;
        var fault = await Assert.ThrowsAsync<CrmException>(() => ExtractAsync(list, pageSize: 3));
        Assert.Contains("circle", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repeated_page_is_an_error_and_neither_a_loop_nor_an_end()
    {
        var list = Events(7);
        list.RepeatsPage = true;
        var fault = await Assert.ThrowsAsync<CrmException>(() => ExtractAsync(list, pageSize: 3));
        Assert.Contains("sends the same page twice", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_order_is_an_error()
    {
        var list = Events(3);
        list.With("e1", Day + Duration.FromSeconds(1), Event("e1", "t1", Day - Duration.FromDays(9)));
        await Assert.ThrowsAsync<CrmException>(() => ExtractAsync(list));
    }

    [Fact]
    public async Task An_interrupted_pass_goes_on_at_the_page_where_it_stopped()
    {
        var list = Events(10);
        list.FailsFromPage = 3;
        await Assert.ThrowsAsync<CrmException>(() => ExtractAsync(list, pageSize: 2));
        Assert.Equal(4, Rows());
        list.FailsFromPage = int.MaxValue;
        await using var crm = await ScriptedCrm.StartAsync(list);
        await ExtractAsync(crm, pageSize: 2);
        Assert.Equal(10, Rows());
        Assert.Contains("cursor=", crm.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_pass_leaves_no_page_to_go_on_from()
    {
        await ExtractAsync(Events(10), pageSize: 2);
        Assert.Null(warehouse.One<string?>("select page_token from ops.cursors"));
    }

    [Fact]
    public async Task A_cursor_that_the_server_forgot_is_replaced_by_the_order()
    {
        var list = Events(10);
        list.FailsFromPage = 3;
        await Assert.ThrowsAsync<CrmException>(() => ExtractAsync(list, pageSize: 2));
        list.FailsFromPage = int.MaxValue;
        list.ForgetsCursors = true;
        await ExtractAsync(list, pageSize: 500);
        Assert.Equal(10, Rows());
    }

    [Fact]
    public async Task Rows_and_cursor_are_committed_together_and_survive_the_process()
    {
        await ExtractAsync(Events(5));
        warehouse.Reopen();
        Assert.Equal(Day + Duration.FromSeconds(4), warehouse.One<Instant>("select high_water_at from ops.cursors"));
        Assert.Equal(5, Rows());
    }

    private static RecordList Events(int count)
    {
        var list = new RecordList();
        for (var i = 0; i < count; i++)
            list.With($"e{i}", Day + Duration.FromSeconds(i), Event($"e{i}", "t1", Day + Duration.FromSeconds(i)));
        return list;
    }

    private long Rows() => warehouse.One<long>("select count(*) from raw.ticket_events");

    private async Task<LoadCounts> ExtractAsync(RecordList list, int pageSize = 500)
    {
        await using var crm = await ScriptedCrm.StartAsync(list);
        return await ExtractAsync(crm, pageSize);
    }

    private async Task<LoadCounts> ExtractAsync(ScriptedCrm crm, int pageSize = 500)
    {
        var limits = new ExtractLimits { PageSize = pageSize };
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var batch = new LoadBatch(warehouse.File, "run-1", TimeProvider.System);
        using var connection = warehouse.Connect();
        var extraction = new StreamExtraction(Streams.TicketEvents, client, batch, limits, TimeProvider.System);
        return await extraction.RunAsync(Cursor.Read(connection, Streams.TicketEvents), (_, _) => { }, CancellationToken.None);
    }

    public void Dispose() => warehouse.Dispose();
}
