using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// Deletions that are only told by an event: a CRM may remove a ticket from its list at once, so that no version of it ever carries
/// <c>deleted_at</c>. A version newer than the event lives.
/// </summary>
public static class Tombstones
{
    /// <summary>Marks the tickets of events that were loaded since the last time; raw keeps their bodies.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="runId">The run that marks.</param>
    /// <param name="now">When.</param>
    /// <returns>How many tickets were marked.</returns>
    public static long ApplyEvents(DuckDBConnection connection, string runId, Instant now)
    {
        connection.Execute("""
            create or replace temp table gone_tickets as
            with deletions as (
                select ticket_id, max(version_at) as deleted_at
                from raw.ticket_events
                where load_id > (select load_id from ops.applied_deletions) and deleted_at is null
                    and contains(body::varchar, '"deleted"') and (body->>'type') = 'deleted' -- to look for the word is cheaper than to read all of the JSON
                group by ticket_id
            )
            select deletions.ticket_id, deletions.deleted_at
            from deletions
            join raw.tickets as tickets on tickets.id = deletions.ticket_id
            where tickets.deleted_at is null and tickets.version_at <= deletions.deleted_at;
            """);
        var marked = connection.ExecuteScalar<long>("select count(*) from gone_tickets");
        if (marked > 0)
        {
            var loadId = NumberedLoad.Begin(connection, runId, now);
            connection.Execute("""
                update raw.tickets as tickets set deleted_at = gone.deleted_at, load_id = $loadId from gone_tickets as gone where tickets.id = gone.ticket_id
                """, new { loadId });
        }
        connection.Execute("update ops.applied_deletions set load_id = (select coalesce(max(load_id), 0) from ops.loads)");
        return marked;
    }
}
