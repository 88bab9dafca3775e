using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Backfills;

/// <summary>A span of one stream that is to be read again.</summary>
/// <param name="Id">As in <c>ops.backfills</c>.</param>
/// <param name="Stream">Which stream.</param>
/// <param name="IsResumed">Whether it was given before and goes on.</param>
/// <param name="Open">The windows that are missing.</param>
public sealed record Backfill(string Id, CrmStream Stream, bool IsResumed, IReadOnlyList<BackfillWindow> Open)
{
    /// <summary>Goes on with the unfinished backfill of the same stream and span, or begins one.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="span">Not empty, with a beginning and an end.</param>
    /// <param name="now">When.</param>
    public static Backfill Begin(DuckDBConnection connection, CrmStream stream, VersionSpan span, Instant now) =>
        Find(connection, stream, span) ?? Insert(connection, stream, span, now);

    /// <summary>The unfinished backfill of a stream and span; null when there is none.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="span">As it was given.</param>
    public static Backfill? Find(DuckDBConnection connection, CrmStream stream, VersionSpan span) => connection.Query<string>("""
        select backfill_id from ops.backfills where stream = $Name and from_at = $From and until_at = $Until and ended_at is null
        """, new { stream.Name, span.From, span.Until }).SingleOrDefault() is { } id
            ? new Backfill(id, stream, IsResumed: true, BackfillWindow.ReadOpen(connection, id))
            : null;

    private static Backfill Insert(DuckDBConnection connection, CrmStream stream, VersionSpan span, Instant now)
    {
        var id = $"{stream.Name}-{now.ToDateTimeUtc():yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..6]}";
        connection.Execute("insert into ops.backfills values ($id, $Name, $From, $Until, $now, null)", new { id, stream.Name, span.From, span.Until, now });
        var windows = WindowPlan.Cut(stream, span).Select(window => new BackfillWindow(id, new Pass(window))).ToList();
        foreach (var window in windows)
            window.Insert(connection);
        return new Backfill(id, stream, IsResumed: false, windows);
    }

    /// <summary>Ends the backfill if no window of it is missing, in the transaction of its last window.</summary>
    /// <param name="connection">The warehouse, with that transaction open.</param>
    /// <param name="now">When.</param>
    public void EndIfDone(DuckDBConnection connection, Instant now) => connection.Execute("""
        update ops.backfills set ended_at = $now
        where backfill_id = $Id and not exists (from ops.backfill_windows as missing where missing.backfill_id = $Id and missing.ended_at is null)
        """, new { Id, now });
}
