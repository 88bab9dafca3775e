using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Load;

/// <summary>Remembers which tickets' threads must be fetched, because the ticket came with a part of its messages only.</summary>
internal sealed class WantedThreads(DuckDBConnection connection)
{
    private readonly Dictionary<string, Instant> waiting = [];

    public void Add(string ticketId, Instant versionAt) =>
        waiting[ticketId] = waiting.TryGetValue(ticketId, out var known) ? Instant.Max(known, versionAt) : versionAt;

    public void Write()
    {
        if (waiting.Count == 0)
            return;
        connection.Execute("""
            merge into ops.thread_watermarks as known
            using (
                select item->>'TicketId' as ticket_id, (item->>'VersionAt')::timestamptz as version_at
                from (select unnest($wanted::json[]) as item)
            ) as wanted on known.ticket_id = wanted.ticket_id
            when matched and wanted.version_at > known.wanted_version_at then update set wanted_version_at = wanted.version_at
            when not matched then insert (ticket_id, wanted_version_at) values (wanted.ticket_id, wanted.version_at)
            """, new { wanted = JsonSerializer.Serialize(waiting.Select(pair => new { TicketId = pair.Key, VersionAt = InstantPattern.ExtendedIso.Format(pair.Value) })) });
        waiting.Clear();
    }
}
