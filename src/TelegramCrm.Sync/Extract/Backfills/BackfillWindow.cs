using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Backfills;

/// <summary>One window of a backfill: a pass of its own, that goes on where it stopped.</summary>
/// <param name="BackfillId">The backfill.</param>
/// <param name="Pass">How far it is read.</param>
public sealed record BackfillWindow(string BackfillId, Pass Pass)
{
    private sealed record Row(Instant? FromAt, Instant? UntilAt, Instant? Since, Instant? ServerAt, Instant? NewestAt, string? PageToken);

    /// <summary>The windows of a backfill that are not read to their end, ascending.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="backfillId">Which backfill.</param>
    public static IReadOnlyList<BackfillWindow> ReadOpen(DuckDBConnection connection, string backfillId) => [.. connection.Query<Row>("""
        select nullif(from_at, '-infinity') as FromAt, nullif(until_at, 'infinity') as UntilAt, pass_since as Since, pass_server_at as ServerAt,
            pass_newest_at as NewestAt, page_token as PageToken
        from ops.backfill_windows
        where backfill_id = $backfillId and ended_at is null
        order by from_at
        """, new { backfillId }).Select(row => new BackfillWindow(backfillId, PassOf(row)))];

    private static Pass PassOf(Row row)
    {
        var pass = new Pass(new VersionSpan(row.FromAt ?? VersionSpan.Beginning, row.UntilAt ?? VersionSpan.NoEnd))
        {
            ServerAt = row.ServerAt,
            NewestAt = row.NewestAt,
            PageToken = row.PageToken,
        };
        return row.Since is { } since ? pass with { Since = since } : pass;
    }

    /// <summary>Adds the window to its backfill.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    public void Insert(DuckDBConnection connection) => connection.Execute("""
        insert into ops.backfill_windows (backfill_id, from_at, until_at, rows_extracted, rows_loaded)
        values ($BackfillId, coalesce($from, '-infinity'::timestamptz), coalesce($until, 'infinity'::timestamptz), 0, 0)
        """, new { BackfillId, from = Pass.Span.FromOrNull, until = Pass.Span.UntilOrNull });

    /// <summary>Writes how far the window is read, in the transaction of the rows that came of it.</summary>
    /// <param name="connection">The warehouse, with that transaction open.</param>
    /// <param name="sum">What this commit writes.</param>
    /// <param name="endedAt">When it came to its end; null when it has not.</param>
    public void Update(DuckDBConnection connection, LoadCounts sum, Instant? endedAt) => connection.Execute("""
        update ops.backfill_windows
        set pass_since = $since, pass_server_at = $ServerAt, pass_newest_at = $NewestAt, page_token = $token, ended_at = $endedAt,
            rows_extracted = rows_extracted + $Extracted, rows_loaded = rows_loaded + $Loaded
        where backfill_id = $BackfillId and from_at = coalesce($from, '-infinity'::timestamptz)
        """, new
    {
        BackfillId,
        from = Pass.Span.FromOrNull,
        since = Pass.Since == VersionSpan.Beginning ? (Instant?)null : Pass.Since,
        Pass.ServerAt,
        Pass.NewestAt,
        token = endedAt is null ? Pass.PageToken : null,
        endedAt,
        sum.Extracted,
        sum.Loaded,
    });
}
