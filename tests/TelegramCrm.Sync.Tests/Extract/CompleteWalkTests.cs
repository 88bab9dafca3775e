using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

public sealed class CompleteWalkTests
{
    private static readonly Instant Day = Noon - Duration.FromDays(1);
    private static readonly Interval Always = new(null, null);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(500)]
    public async Task A_list_that_ends_too_early_is_read_on_behind_its_last_record(int pageSize)
    {
        var list = Events(7);
        list.PagesBeforeFalseEnd = 1;
        Assert.Equal(7, (await ReadAsync(Streams.TicketEvents, list, Always, pageSize)).Distinct().Count());
    }

    [Fact]
    public async Task A_span_is_read_from_its_start_to_before_its_end()
    {
        var read = await ReadAsync(Streams.TicketEvents, Events(7), new Interval(Day + Duration.FromSeconds(2), Day + Duration.FromSeconds(5)), 2);
        Assert.Equal(["e2", "e3", "e4"], read.Distinct());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(6)]
    public async Task Records_of_one_instant_that_fill_the_last_page_are_told_from_a_cut(int pageSize)
    {
        var list = Events(2);
        for (var i = 0; i < 6; i++)
            list.With($"tie{i}", Noon, Event($"tie{i}", "t1", Noon));
        Assert.Equal(8, (await ReadAsync(Streams.TicketEvents, list, Always, pageSize)).Distinct().Count());
    }

    [Fact]
    public async Task A_cut_through_records_of_one_instant_that_fill_every_page_is_an_error()
    {
        var list = new RecordList { PagesBeforeFalseEnd = 1 };
        for (var i = 0; i < 600; i++)
            list.With($"e{i:000}", Day, Event($"e{i:000}", "t1", Day));
        var fault = await Assert.ThrowsAsync<CrmException>(() => ReadAsync(Streams.TicketEvents, list, Always, pageSize: 3));
        Assert.Contains("nothing tells whether more follows", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(12)]
    public async Task A_list_without_an_order_whose_last_page_is_full_is_read_again_in_other_pages(int pageSize)
    {
        var list = new RecordList();
        for (var i = 0; i < 12; i++)
            list.With($"q{i:00}", Day, Queue($"q{i:00}", Day));
        Assert.Equal(12, (await ReadAsync(Streams.Queues, list, Always, pageSize)).Distinct().Count());
    }

    [Fact]
    public async Task A_list_without_an_order_that_always_ends_with_a_full_page_is_an_error()
    {
        var list = new RecordList { PagesBeforeFalseEnd = 1 };
        for (var i = 0; i < 600; i++)
            list.With($"q{i:000}", Day, Queue($"q{i:000}", Day));
        await Assert.ThrowsAsync<CrmException>(() => ReadAsync(Streams.Queues, list, Always, pageSize: 5));
    }

    [Fact]
    public async Task A_list_without_an_order_that_is_cut_off_at_its_page_is_read_in_longer_pages()
    {
        var list = new RecordList { PagesBeforeFalseEnd = 1 };
        for (var i = 0; i < 12; i++)
            list.With($"q{i:00}", Day, Queue($"q{i:00}", Day));
        Assert.Equal(12, (await ReadAsync(Streams.Queues, list, Always, pageSize: 5)).Distinct().Count());
    }

    [Fact]
    public async Task A_broken_order_between_pages_is_an_error()
    {
        var list = Events(4);
        list.With("e3", Day + Duration.FromSeconds(3), Event("e3", "t1", Day - Duration.FromDays(9)));
        await Assert.ThrowsAsync<CrmException>(() => ReadAsync(Streams.TicketEvents, list, Always, pageSize: 2));
    }

    private static RecordList Events(int count)
    {
        var list = new RecordList();
        for (var i = 0; i < count; i++)
            list.With($"e{i}", Day + Duration.FromSeconds(i), Event($"e{i}", "t1", Day + Duration.FromSeconds(i)));
        return list;
    }

    private static async Task<List<string>> ReadAsync(CrmStream stream, RecordList list, Interval span, int pageSize)
    {
        await using var crm = await ScriptedCrm.StartAsync(list);
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        var reader = new RecordReader(stream, _ => { });
        var read = new List<string>();
        await foreach (var page in new CompleteWalk(client, stream, pageSize).ReadAsync(span, CancellationToken.None))
        {
            foreach (var record in page.Records)
            {
                reader.Read(page.Bytes.Span[record]);
                read.Add(reader.Id);
            }
        }
        return read;
    }
}
