using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>New tickets that were not searched for yet, as the warehouse knows them. Between two readings the cost is that of what was loaded, not of the history.</summary>
public sealed class NewTickets : IDisposable
{
    private readonly Dictionary<string, Instant> waiting = new(StringComparer.Ordinal);
    private readonly DuckDBConnection connection;
    private readonly SuggestionLedger ledger;
    private readonly string sql;
    private long seen;

    /// <summary>Connects.</summary>
    /// <param name="warehouse">The warehouse. Nothing is written to it.</param>
    /// <param name="sqlFolder">The folder of the program's SQL.</param>
    /// <param name="ledger">What was searched for.</param>
    public NewTickets(WarehouseFile warehouse, string sqlFolder, SuggestionLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(warehouse);
        this.ledger = ledger;
        connection = warehouse.Connect();
        sql = File.ReadAllText(Path.Combine(sqlFolder, "automation", "new_tickets.sql"));
    }

    /// <summary>The tickets, the newest first: somebody reads those at once.</summary>
    /// <param name="since">Tickets that were created earlier are passed over, and forgotten.</param>
    public IReadOnlyList<string> Read(Instant since)
    {
        var load = connection.ExecuteScalar<long>("select coalesce(max(load_id), 0) from ops.loads");
        foreach (var (ticketId, createdAt) in load > seen ? connection.Query<(string, Instant)>(sql, new { seen, since }).ToList() : [])
            waiting[ticketId] = createdAt;
        seen = load;
        var known = ledger.Known(waiting.Keys);
        foreach (var ticketId in waiting.Where(ticket => ticket.Value < since || known.Contains(ticket.Key)).Select(ticket => ticket.Key).ToList())
            waiting.Remove(ticketId);
        return [.. waiting.OrderByDescending(ticket => ticket.Value).ThenBy(ticket => ticket.Key, StringComparer.Ordinal).Select(ticket => ticket.Key)];
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => connection.Dispose();
}
