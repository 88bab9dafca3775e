using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract;

/// <summary>What is known of a stream: how far it is read, and the pass that is under way.</summary>
/// <param name="Mark">How far.</param>
/// <param name="Open">The unfinished pass; null when the last one came to its end.</param>
/// <param name="Skew">How far the server's clock ran ahead of ours when it last answered; negative: behind; null when it never did.</param>
public sealed record Cursor(HighWaterMark Mark, Pass? Open, Duration? Skew = null)
{
    private sealed record Row(
        Instant? HighWaterAt, bool IsOpen, Instant? PassFromAt, Instant? PassSince, Instant? PassServerAt, Instant? PassNewestAt, string? PageToken, double? SkewSeconds);

    /// <summary>Reads a stream's cursor; a stream never read has none of all that.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="stream">Which stream.</param>
    public static Cursor Read(DuckDBConnection connection, CrmStream stream)
    {
        var row = connection.QuerySingleOrDefault<Row>("""
            select high_water_at as HighWaterAt, pass_from_at is not null as IsOpen, nullif(pass_from_at, '-infinity') as PassFromAt, pass_since as PassSince,
                pass_server_at as PassServerAt, pass_newest_at as PassNewestAt, page_token as PageToken, clock_skew_seconds as SkewSeconds
            from ops.cursors
            where stream = $Name
            """, new { stream.Name });
        var mark = row?.HighWaterAt is { } at ? new HighWaterMark(at) : HighWaterMark.None;
        return new Cursor(mark, row is { IsOpen: true } ? OpenPass(row) : null, row?.SkewSeconds is { } seconds ? Duration.FromSeconds(seconds) : null);
    }

    private static Pass OpenPass(Row row) => new(new VersionSpan(row.PassFromAt ?? VersionSpan.Beginning, VersionSpan.NoEnd))
    {
        Since = row.PassSince ?? VersionSpan.Beginning,
        ServerAt = row.PassServerAt,
        NewestAt = row.PassNewestAt,
        PageToken = row.PageToken,
    };

    /// <summary>Writes the cursor, in the transaction of the rows that it vouches for.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="now">When.</param>
    public void Write(DuckDBConnection connection, CrmStream stream, Instant now)
    {
        connection.Execute("delete from ops.cursors where stream = $Name", new { stream.Name });
        connection.Execute("""
            insert into ops.cursors
            values ($Name, $mark, case when $isOpen then coalesce($from, '-infinity'::timestamptz) end, $since, $ServerAt, $NewestAt, $PageToken, $skew, $now)
            """, new
        {
            stream.Name,
            mark = Mark == HighWaterMark.None ? (Instant?)null : Mark.At,
            isOpen = Open is not null,
            from = Open?.Span.FromOrNull,
            since = Open is { } pass && pass.Since != VersionSpan.Beginning ? pass.Since : (Instant?)null,
            Open?.ServerAt,
            Open?.NewestAt,
            Open?.PageToken,
            skew = Skew?.TotalSeconds,
            now,
        });
    }

    /// <summary>Forgets how far a stream was read, and what of it, so that the next pass reads all of it, and with tickets their threads. Nothing that is loaded is lost.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="stream">Which stream.</param>
    public static void Reset(DuckDBConnection connection, CrmStream stream)
    {
        connection.Execute("delete from ops.cursors where stream = $Name", new { stream.Name });
        Coverage.Forget(connection, stream.Name);
        if (stream == Streams.Tickets) // a message in the middle of a long thread comes with nothing else
            connection.Execute("update ops.thread_watermarks set fetched_version_at = null");
    }
}
