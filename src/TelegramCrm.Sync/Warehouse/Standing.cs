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
        var streams = connection.Query<StreamStanding>("""
            select stream as Stream, high_water_at as HighWaterAt, date_diff('second', high_water_at, $now) as LagSeconds, page_token is not null as IsUnderWay
            from ops.cursors
            order by stream
            """, new { now });
        return new Standing([.. runs], [.. streams], connection.ExecuteScalar<long>("select count(*) from ops.quarantine where superseded_at is null"));
    }
}
