using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

/// <summary>Where a list ends: never at a full page that only says so.</summary>
public sealed class EndOfListTests
{
    private static readonly Instant Day = Noon - Duration.FromDays(1);

    [Theory]
    [InlineData(1, 8)]
    [InlineData(4, 4)]
    [InlineData(4, 8)]
    [InlineData(4, 9)]
    [InlineData(100, 100)]
    [InlineData(500, 499)]
    public async Task A_page_full_of_ties_that_claims_to_be_the_last_hides_none_of_them(int pageSize, int ties)
    {
        await using var desk = await ExtractionDesk.OpenAsync(Ties(ties));
        desk.List.EndsFalsely = _ => true;
        await desk.ReadAsync(pageSize);
        Assert.Equal(ties, desk.Versions().Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    public async Task As_many_ties_as_fill_the_largest_pages_are_a_true_end_when_other_pages_say_so_too(int ties)
    {
        await using var desk = await ExtractionDesk.OpenAsync(Ties(ties));
        await desk.ReadAsync();
        Assert.Equal(ties, desk.Versions().Count);
    }

    [Fact]
    public async Task More_ties_than_the_largest_page_behind_false_ends_are_an_error_and_not_an_end()
    {
        await using var desk = await ExtractionDesk.OpenAsync(Ties(501));
        desk.List.EndsFalsely = _ => true;
        var fault = await Assert.ThrowsAsync<CrmException>(() => desk.ReadAsync());
        Assert.Contains("nothing tells whether more follows", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, desk.Warehouse.One<long>("select count(high_water_at) from ops.cursors"));
    }

    [Fact]
    public async Task A_list_without_an_order_that_was_cut_off_at_a_full_page_is_read_again_in_other_pages()
    {
        await using var desk = await ExtractionDesk.OpenAsync(Queues(7));
        desk.List.EndsFalsely = page => page == 1;
        await desk.ReadAsync(Streams.Queues, new ExtractLimits { PageSize = 3 });
        Assert.Equal(7, desk.Versions("queues").Count);
    }

    [Fact]
    public async Task A_list_without_an_order_whose_last_page_happens_to_be_full_is_whole()
    {
        await using var desk = await ExtractionDesk.OpenAsync(Queues(6));
        await desk.ReadAsync(Streams.Queues, new ExtractLimits { PageSize = 3 });
        Assert.Equal(6, desk.Versions("queues").Count);
        Assert.Equal(3, desk.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_gives_smaller_pages_than_asked_for_is_looked_behind_all_the_same()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(9, Day));
        desk.List.MostRecords = 3;
        desk.List.EndsFalsely = page => page == 2;
        await desk.ReadAsync();
        Assert.Equal(9, desk.Versions().Count);
    }

    [Fact]
    public async Task A_short_last_page_is_believed_at_once()
    {
        await using var desk = await ExtractionDesk.OpenAsync(ExtractionDesk.Events(5, Day));
        await desk.ReadAsync(pageSize: 3);
        Assert.Equal(2, desk.Requests.Count);
    }

    private static RecordList Ties(int count)
    {
        var list = new RecordList();
        for (var i = 0; i < count; i++)
            ExtractionDesk.With(list, $"e{i}", Day);
        return list;
    }

    private static RecordList Queues(int count)
    {
        var list = new RecordList();
        for (var i = 0; i < count; i++)
            list.With($"q{i}", Day, Queue($"q{i}", Day));
        return list;
    }
}
