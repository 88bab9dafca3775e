using System.Text;
using NodaTime;
using TelegramCrm.Sync.Load;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Load;

public sealed class TombstoneTests : IDisposable
{
    private static readonly Duration Hour = Duration.FromHours(1);
    private readonly TestWarehouse warehouse = new();

    [Fact]
    public async Task A_ticket_that_only_an_event_calls_deleted_is_marked_by_its_time_and_keeps_its_body()
    {
        await LoadAsync(Streams.Tickets, Ticket("t", Noon), Ticket("other", Noon));
        await LoadAsync(Streams.TicketEvents, Deleted("e1", "t", Noon + Hour), Event("e2", "other", Noon + Hour));
        Assert.Equal(1, await ApplyAsync());
        Assert.Equal(("t", Noon + Hour, "a question", 3L), warehouse.One<(string, Instant, string, long)>("select id, deleted_at, body->>'subject', load_id from raw.tickets where deleted_at is not null"));
    }

    [Fact]
    public async Task It_does_not_matter_which_of_the_two_is_loaded_first()
    {
        await LoadAsync(Streams.TicketEvents, Deleted("e1", "t", Noon + Hour));
        await LoadAsync(Streams.Tickets, Ticket("t", Noon));
        Assert.Equal(1, await ApplyAsync());
    }

    [Fact]
    public async Task A_version_newer_than_the_event_lives_whenever_it_comes()
    {
        await LoadAsync(Streams.Tickets, Ticket("restored", Noon + 2 * Hour), Ticket("t", Noon));
        await LoadAsync(Streams.TicketEvents, Deleted("e1", "restored", Noon + Hour), Deleted("e2", "t", Noon + Hour));
        await ApplyAsync();
        await LoadAsync(Streams.Tickets, Ticket("t", Noon + 3 * Hour));
        Assert.Equal(0, await ApplyAsync());
        Assert.Equal(0, warehouse.One<long>("select count(deleted_at) from raw.tickets"));
    }

    [Fact]
    public async Task The_CRM_s_own_mark_is_left_as_it_is()
    {
        await LoadAsync(Streams.Tickets, Ticket("t", Noon, more: ""","deleted_at":"2026-03-01T12:00:00Z" """));
        await LoadAsync(Streams.TicketEvents, Deleted("e1", "t", Noon + Hour));
        Assert.Equal(0, await ApplyAsync());
    }

    private static string Deleted(string id, string ticketId, Instant at) => Event(id, ticketId, at).Replace("\"created\"", "\"deleted\"", StringComparison.Ordinal);

    private Task<long> ApplyAsync()
    {
        var connection = warehouse.Connect();
        return warehouse.File.WriteAsync(connection, () => Tombstones.ApplyEvents(connection, "run-1", Noon), CancellationToken.None);
    }

    private async Task LoadAsync(CrmStream stream, params string[] records)
    {
        using var batch = new LoadBatch(warehouse.File, "run-1", TimeProvider.System);
        foreach (var record in records)
            batch.Add(stream, Encoding.UTF8.GetBytes(record), serverNow: Noon + 9 * Hour);
        await batch.CommitAsync(null, CancellationToken.None);
    }

    public void Dispose() => warehouse.Dispose();
}
