using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Transform;

/// <summary>How fresh the figures in the working warehouse are.</summary>
/// <param name="AsOf">The instant of the last transform; null before the first.</param>
/// <param name="RefreshedAsOf">The instant that tickets which webhooks brought were last computed for since then; null when none were.</param>
/// <param name="RefreshedTickets">How many tickets were computed since then, each time counted.</param>
/// <param name="LoadsBehind">How many commits into <c>raw</c>, by polling or webhooks, no figure knows of yet.</param>
public sealed record FiguresStanding(Instant? AsOf, Instant? RefreshedAsOf, long RefreshedTickets, long LoadsBehind)
{
    /// <summary>Reads it.</summary>
    /// <param name="connection">Open on the working warehouse.</param>
    public static FiguresStanding Read(DuckDBConnection connection) => connection.QuerySingle<FiguresStanding>("""
        with transformed as (select max(as_of) as as_of, coalesce(max(load_id), 0) as load_id from ops.transforms),
        refreshed as (select run_id, max(as_of) as as_of, max(load_id) as load_id, sum(ticket_count) as ticket_count from ops.refreshes group by run_id)
        select
            transformed.as_of as AsOf, (select max(as_of) from refreshed) as RefreshedAsOf, coalesce((select sum(ticket_count) from refreshed), 0)::bigint as RefreshedTickets,
            (
                select count(*) from ops.loads left join refreshed using (run_id)
                where loads.load_id > greatest(transformed.load_id, coalesce(refreshed.load_id, 0))
            )::bigint as LoadsBehind
        from transformed
        """);
}
