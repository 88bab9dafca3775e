using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract;

/// <summary>What is known of a stream: how far it is read, and the pass that is under way.</summary>
/// <param name="Mark">How far.</param>
/// <param name="Open">The unfinished pass; null when the last one came to its end.</param>
public sealed record Cursor(HighWaterMark Mark, Pass? Open)
{
    private sealed record Row(Instant? HighWaterAt, Instant? PassSince, Instant? PassServerAt, Instant? PassNewestAt, string? PageToken);

    /// <summary>Reads a stream's cursor; a stream never read has none of either.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="stream">Which stream.</param>
    public static Cursor Read(DuckDBConnection connection, CrmStream stream)
    {
        var row = connection.QuerySingleOrDefault<Row>("""
            select high_water_at as HighWaterAt, pass_since as PassSince, pass_server_at as PassServerAt, pass_newest_at as PassNewestAt, page_token as PageToken
            from ops.cursors
            where stream = $Name
            """, new { stream.Name });
        var mark = row?.HighWaterAt is { } at ? new HighWaterMark(at) : HighWaterMark.None;
        return new Cursor(mark, row?.PageToken is null ? null : new Pass(row.PassSince, row.PassServerAt, row.PassNewestAt, row.PageToken));
    }

    /// <summary>Writes the cursor, in the transaction of the rows that it vouches for.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="now">When.</param>
    public void Write(DuckDBConnection connection, CrmStream stream, Instant now)
    {
        connection.Execute("""
            delete from ops.cursors where stream = $Name;
            """, new { stream.Name });
        connection.Execute("""
            insert into ops.cursors (stream, high_water_at, pass_since, pass_server_at, pass_newest_at, page_token, committed_at)
            values ($Name, $mark, $Since, $ServerAt, $NewestAt, $PageToken, $now)
            """, new
        {
            stream.Name,
            mark = Mark == HighWaterMark.None ? (Instant?)null : Mark.At,
            Open?.Since,
            Open?.ServerAt,
            Open?.NewestAt,
            Open?.PageToken,
            now,
        });
    }

    /// <summary>Forgets how far a stream was read, so that the next pass reads all of it.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="stream">Which stream.</param>
    public static void Reset(DuckDBConnection connection, CrmStream stream) =>
        connection.Execute("delete from ops.cursors where stream = $Name", new { stream.Name });
}
