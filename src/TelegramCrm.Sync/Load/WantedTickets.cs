using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Load;

/// <summary>Remembers which tickets must be fetched, because something was heard of them that the version at hand does not know of.</summary>
internal sealed class WantedTickets(DuckDBConnection connection)
{
    private readonly Dictionary<string, Instant> waiting = new(StringComparer.Ordinal);

    public void Add(string ticketId, Instant heardAt) =>
        waiting[ticketId] = waiting.TryGetValue(ticketId, out var known) ? Instant.Max(known, heardAt) : heardAt;

    /// <summary>Writes down those of which <c>raw</c> has no version as new, once the batch's own records are there.</summary>
    public void Write()
    {
        if (waiting.Count == 0)
            return;
        connection.Execute("""
            merge into ops.wanted_tickets as known
            using (
                from (
                    select item->>'TicketId' as ticket_id, (item->>'HeardAt')::timestamptz as heard_at
                    from (select unnest($wanted::json[]) as item)
                ) as heard
                where not exists (from raw.tickets where id = heard.ticket_id and version_at >= heard.heard_at)
            ) as wanted on known.ticket_id = wanted.ticket_id
            when matched and wanted.heard_at > known.heard_at then update set heard_at = wanted.heard_at
            when not matched then insert (ticket_id, heard_at) values (wanted.ticket_id, wanted.heard_at)
            """, new { wanted = JsonSerializer.Serialize(waiting.Select(pair => new { TicketId = pair.Key, HeardAt = InstantPattern.ExtendedIso.Format(pair.Value) })) });
        waiting.Clear();
    }
}
