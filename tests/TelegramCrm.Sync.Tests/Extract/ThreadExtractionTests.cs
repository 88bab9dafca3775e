using System.Text;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Tests.Crm;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Extract;

public sealed class ThreadExtractionTests : IDisposable
{
    private static readonly Instant Day = Noon - Duration.FromDays(1) + Duration.FromNanoseconds(123_456_000);
    private readonly TestWarehouse warehouse = new();

    [Fact]
    public async Task Only_threads_of_tickets_that_came_cut_off_are_fetched_and_each_once()
    {
        await LoadAsync(TicketWith("long", isTruncated: true, 3), TicketWith("short", isTruncated: false, 3));
        await using var crm = await ScriptedCrm.StartAsync(Thread("long", 4));
        await FetchAsync(crm);
        await FetchAsync(crm);
        Assert.Equal("/api/v1/tickets/long/messages", Assert.Single(crm.Requests).Split('?')[0]);
        Assert.Equal(4, warehouse.One<long>("select count(*) from raw.messages where ticket_id = 'long'"));
    }

    [Fact]
    public async Task A_ticket_that_moves_has_its_thread_fetched_again()
    {
        await LoadAsync(TicketWith("t", isTruncated: true, 3));
        await using var crm = await ScriptedCrm.StartAsync(Thread("t", 4));
        await FetchAsync(crm);
        await LoadAsync(TicketWith("t", isTruncated: true, 3, Noon));
        await FetchAsync(crm);
        Assert.Equal(2, crm.Requests.Count);
    }

    [Fact]
    public async Task Tickets_that_are_read_from_the_beginning_have_their_threads_fetched_again()
    {
        await LoadAsync(TicketWith("t", isTruncated: true, 3));
        await using var crm = await ScriptedCrm.StartAsync(Thread("t", 4));
        await FetchAsync(crm);
        using (var connection = warehouse.Connect())
            Cursor.Reset(connection, Streams.Tickets);
        await FetchAsync(crm);
        Assert.Equal(2, crm.Requests.Count);
    }

    [Fact]
    public async Task A_thread_that_ends_before_the_messages_that_came_with_its_ticket_in_pages_of_every_size_is_an_error_and_asked_for_again()
    {
        await LoadAsync(TicketWith("t", isTruncated: true, [.. Enumerable.Range(600, 100)]));
        var thread = Thread("t", 700);
        thread.EndsFalsely = _ => true;
        await using var crm = await ScriptedCrm.StartAsync(thread);
        var fault = await Assert.ThrowsAsync<CrmException>(() => FetchAsync(crm, pageSize: 4));
        Assert.Contains("threads of 1 tickets, t among them", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, warehouse.One<long>("select count(fetched_version_at) from ops.thread_watermarks"));
        Assert.Equal(600, warehouse.One<long>("select count(*) from raw.messages")); // what came is kept
    }

    [Fact]
    public async Task A_thread_that_was_cut_off_is_read_again_in_larger_pages()
    {
        await LoadAsync(TicketWith("t", isTruncated: true, [.. Enumerable.Range(150, 100)]));
        var thread = Thread("t", 250);
        thread.EndsFalsely = page => page == 2;
        await using var crm = await ScriptedCrm.StartAsync(thread);
        await FetchAsync(crm, pageSize: 4);
        Assert.Equal(250, warehouse.One<long>("select count(*) from raw.messages"));
        Assert.Equal(1, warehouse.One<long>("select count(fetched_version_at) from ops.thread_watermarks"));
    }

    [Fact]
    public async Task A_thread_that_ends_within_the_messages_that_came_with_its_ticket_is_whole_with_them()
    {
        await LoadAsync(TicketWith("t", isTruncated: true, [.. Enumerable.Range(30, 100)]));
        var thread = Thread("t", 130);
        thread.PagesBeforeFalseEnd = 1;
        await using var crm = await ScriptedCrm.StartAsync(thread);
        await FetchAsync(crm, pageSize: 50);
        Assert.Equal(130, warehouse.One<long>("select count(*) from raw.messages"));
    }

    [Fact]
    public async Task A_thread_whose_last_page_happens_to_be_full_is_whole()
    {
        await LoadAsync(TicketWith("t", isTruncated: true, 7));
        await using var crm = await ScriptedCrm.StartAsync(Thread("t", 8));
        await FetchAsync(crm, pageSize: 4);
        Assert.Equal(8, warehouse.One<long>("select count(*) from raw.messages"));
    }

    private static string TicketWith(string id, bool isTruncated, int message, Instant? updatedAt = null) => TicketWith(id, isTruncated, [message], updatedAt);

    /// <summary>A ticket with the messages of those numbers embedded.</summary>
    private static string TicketWith(string id, bool isTruncated, int[] messages, Instant? updatedAt = null) =>
        Ticket(id, updatedAt ?? Day, more: $$""","messages":[{{string.Join(',', messages.Select(number => MessageOf(id, number)))}}],"messages_truncated":{{(isTruncated ? "true" : "false")}}""");

    private static RecordList Thread(string ticket, int messages)
    {
        var list = new RecordList();
        for (var i = 0; i < messages; i++)
            list.With($"{ticket}-m{i}", Day + Duration.FromSeconds(i), MessageOf(ticket, i));
        return list;
    }

    private static string MessageOf(string ticket, int number) => Message($"{ticket}-m{number}", ticket, Day + Duration.FromSeconds(number));

    private async Task LoadAsync(params string[] tickets)
    {
        using var batch = new LoadBatch(warehouse.File, "run-1", TimeProvider.System);
        foreach (var ticket in tickets)
            batch.Add(Streams.Tickets, Encoding.UTF8.GetBytes(ticket), Noon);
        await batch.CommitAsync(null, CancellationToken.None);
    }

    private async Task FetchAsync(ScriptedCrm crm, int pageSize = 500)
    {
        using var client = new CrmClient(crm.Address, TimeProvider.System);
        using var batch = new LoadBatch(warehouse.File, "run-1", TimeProvider.System);
        using var connection = warehouse.Connect();
        await new ThreadExtraction(client, batch, new ExtractLimits { PageSize = pageSize }).RunAsync(connection, (_, _) => { }, CancellationToken.None);
    }

    public void Dispose() => warehouse.Dispose();
}
