using System.Net;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Inbox;

/// <summary>
/// Fetches the tickets that deliveries told of without bringing them: one request a ticket, however many deliveries told of it, and none when polling was
/// quicker. The client keeps to the CRM's limits.
/// </summary>
/// <param name="warehouse">Where the wishes stand, and where the tickets go.</param>
/// <param name="client">The CRM.</param>
/// <param name="time">The clock.</param>
public sealed class TicketFetch(WarehouseFile warehouse, CrmClient client, TimeProvider time)
{
    private const int TicketsACommit = 20;

    private sealed record Wanted(string TicketId, Instant HeardAt);

    /// <summary>How many tickets are to be fetched.</summary>
    /// <param name="connection">Open on the working warehouse.</param>
    public static long Waiting(DuckDBConnection connection) => connection.ExecuteScalar<long>("select count(*) from ops.wanted_tickets");

    /// <summary>Fetches every ticket that is wanted.</summary>
    /// <param name="cancellationToken">Stops between two tickets; what was fetched is committed.</param>
    /// <returns>How many were fetched, or found to be gone.</returns>
    /// <exception cref="CrmException">The CRM refused, or was away; what was fetched before is committed, and the others stay wanted.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var connection = warehouse.Connect();
        var wanted = await WantedAsync(connection, cancellationToken);
        if (wanted.Count == 0)
            return 0;
        using var batch = new LoadBatch(warehouse, InboxPump.RunId, time) { IsOfDeliveries = true };
        foreach (var chunk in wanted.Chunk(TicketsACommit))
            await FetchAsync(batch, chunk, cancellationToken);
        return wanted.Count;
    }

    private Task<List<Wanted>> WantedAsync(DuckDBConnection connection, CancellationToken cancellationToken)
    {
        if (Waiting(connection) == 0)
            return Task.FromResult<List<Wanted>>([]);
        return warehouse.WriteAsync(connection, () =>
        {
            connection.Execute("delete from ops.wanted_tickets as wanted where exists (from raw.tickets where id = wanted.ticket_id and version_at >= wanted.heard_at)");
            return connection.Query<Wanted>("select ticket_id as TicketId, heard_at as HeardAt from ops.wanted_tickets order by heard_at, ticket_id").AsList();
        }, cancellationToken);
    }

    private async Task FetchAsync(LoadBatch batch, IReadOnlyList<Wanted> wanted, CancellationToken cancellationToken)
    {
        var fetched = new List<Wanted>();
        try
        {
            foreach (var ticket in wanted)
            {
                await FetchAsync(batch, ticket, cancellationToken);
                fetched.Add(ticket);
            }
        }
        finally
        {
            if (fetched.Count > 0)
                await batch.CommitAsync((transaction, _) => Forget(transaction, fetched), CancellationToken.None);
        }
    }

    private async Task FetchAsync(LoadBatch batch, Wanted ticket, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetRecordAsync(Streams.Tickets.Path, ticket.TicketId, cancellationToken);
            batch.Add(Streams.Tickets, answer.Bytes.Span, Instant.FromDateTimeOffset(time.GetUtcNow()));
        }
        catch (CrmException e) when (e.Status == HttpStatusCode.NotFound)
        {
            // Gone meanwhile: its tombstone comes by itself.
        }
    }

    /// <summary>What was heard of meanwhile stays wanted.</summary>
    private static void Forget(DuckDBConnection transaction, IReadOnlyList<Wanted> fetched) => transaction.Execute(
        "delete from ops.wanted_tickets where ticket_id = $TicketId and heard_at <= $HeardAt", fetched.Select(ticket => new { ticket.TicketId, HeardAt = ticket.HeardAt.ToDateTimeUtc() }));
}
