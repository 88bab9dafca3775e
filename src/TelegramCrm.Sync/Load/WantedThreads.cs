using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>Remembers which tickets' threads must be fetched, because the ticket came with a part of its messages only.</summary>
internal sealed class WantedThreads(DuckDBConnection connection)
{
    private readonly Dictionary<string, Instant> waiting = [];

    public void Add(string ticketId, Instant versionAt) =>
        waiting[ticketId] = waiting.TryGetValue(ticketId, out var known) ? Instant.Max(known, versionAt) : versionAt;

    public void Write()
    {
        foreach (var (ticketId, versionAt) in waiting)
        {
            connection.Execute("""
                merge into ops.thread_watermarks as known
                using (select $ticketId as ticket_id, $versionAt as version_at) as wanted on known.ticket_id = wanted.ticket_id
                when matched and wanted.version_at > known.wanted_version_at then update set wanted_version_at = wanted.version_at
                when not matched then insert (ticket_id, wanted_version_at) values (wanted.ticket_id, wanted.version_at)
                """, new { ticketId, versionAt });
        }
        waiting.Clear();
    }
}
