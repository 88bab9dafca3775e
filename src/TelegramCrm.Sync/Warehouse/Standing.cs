using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>How the warehouse stands.</summary>
/// <param name="Runs">The last ten runs, the newest first.</param>
/// <param name="Streams">Every stream that was ever read.</param>
/// <param name="Quarantined">Records that could not be loaded and are kept aside.</param>
public sealed record Standing(IReadOnlyList<LoggedRun> Runs, IReadOnlyList<StreamStanding> Streams, long Quarantined)
{
    private sealed record CursorRow(string Stream, Instant? HighWaterAt, long? LagSeconds, bool IsUnderWay, double? SkewSeconds);

    /// <summary>Backfills that were interrupted, the oldest first.</summary>
    public IReadOnlyList<BackfillStanding> Backfills { get; init; } = [];

    /// <summary>What webhooks told of and missed in the last day.</summary>
    public MissedVersions Webhooks { get; init; } = new(0, 0);

    /// <summary>Reads it.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="now">What lag is measured to.</param>
    public static Standing Read(DuckDBConnection connection, Instant now)
    {
        var runs = connection.Query<LoggedRun>("""
            select run_id as RunId, trigger as Trigger, started_at as StartedAt, ended_at as EndedAt, status as Status,
                rows_extracted as RowsExtracted, rows_loaded as RowsLoaded, error as Error
            from ops.runs
            order by started_at desc
            limit 10
            """);
        return new Standing([.. runs], [.. ReadStreams(connection, now)], connection.ExecuteScalar<long>("select count(*) from ops.quarantine where superseded_at is null"))
        {
            Backfills = [.. ReadBackfills(connection)],
            Webhooks = MissedVersions.Since(connection, now - Duration.FromDays(1)),
        };
    }

    private static IEnumerable<StreamStanding> ReadStreams(DuckDBConnection connection, Instant now)
    {
        var coverage = Coverage.ReadAll(connection);
        return connection.Query<CursorRow>("""
            select stream as Stream, high_water_at as HighWaterAt, date_diff('second', high_water_at, $now) as LagSeconds,
                pass_from_at is not null as IsUnderWay, clock_skew_seconds as SkewSeconds
            from (select stream from ops.cursors union select stream from ops.coverage)
            left join ops.cursors using (stream)
            order by stream
            """, new { now }).Select(row => new StreamStanding(
                row.Stream, row.HighWaterAt, row.LagSeconds, row.IsUnderWay, row.SkewSeconds, coverage.GetValueOrDefault(row.Stream, Coverage.None)));
    }

    private static IEnumerable<BackfillStanding> ReadBackfills(DuckDBConnection connection) => connection.Query<BackfillStanding>("""
        select stream as Stream, any_value(backfills.from_at) as FromAt, any_value(backfills.until_at) as UntilAt, any_value(begun_at) as BegunAt,
            count(*) as Windows, count(windows.ended_at) as Done
        from ops.backfills as backfills
        join ops.backfill_windows as windows using (backfill_id)
        where backfills.ended_at is null
        group by backfill_id, stream
        order by any_value(begun_at), stream
        """);
}
