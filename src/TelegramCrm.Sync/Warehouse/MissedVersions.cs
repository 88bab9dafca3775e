using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>What webhooks told of, and what they missed so that only polling found it.</summary>
/// <param name="Announced">Versions that webhooks brought.</param>
/// <param name="Missed">Versions that polling brought and no webhook did within the lookback; the least that was missed.</param>
public sealed record MissedVersions(long Announced, long Missed)
{
    /// <summary>Which share was missed; null when there was nothing to tell of.</summary>
    public double? Share => Announced + Missed == 0 ? null : (double)Missed / (Announced + Missed);

    /// <summary>Adds up what the runs since an instant counted.</summary>
    /// <param name="connection">The warehouse.</param>
    /// <param name="since">Runs that began then or later.</param>
    public static MissedVersions Since(DuckDBConnection connection, Instant since)
    {
        var (announced, missed) = connection.QuerySingle<(long, long)>("""
            select coalesce(sum(versions_announced), 0)::bigint, coalesce(sum(versions_missed), 0)::bigint from ops.run_steps where started_at >= $since
            """, new { since });
        return new(announced, missed);
    }
}
