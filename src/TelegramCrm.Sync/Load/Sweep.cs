using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>
/// Marks records as deleted because a complete listing of the CRM no longer holds them. They stay in <c>raw</c>, to the letter; a newer version
/// that comes later lives again. A listing that is wrong must not empty the warehouse, so a sweep of too large a share is refused.
/// </summary>
/// <param name="MaxShare">The largest share of a stream's living records, 0 to 1, rounded up to whole records: one of a short list may always go, but for 0.</param>
/// <param name="AllowsAnyShare">Whether somebody has looked, and takes any share for right; an empty listing is still refused.</param>
public sealed record Sweep(double MaxShare, bool AllowsAnyShare = false)
{
    /// <summary>Marks the records, or says why it does not.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="gone">A query for the ids of the records that are gone.</param>
    /// <param name="listed">How many records the complete listing held.</param>
    /// <param name="at">When they were found gone, by the server's clock.</param>
    /// <param name="runId">The run that sweeps.</param>
    /// <param name="now">When.</param>
    /// <returns>Why nothing was marked; null when all were.</returns>
    public string? Mark(DuckDBConnection connection, CrmStream stream, string gone, long listed, Instant at, string runId, Instant now)
    {
        var (living, count) = connection.QuerySingle<(long, long)>($"""
            select count(*), count(*) filter (id in ({gone})) from raw.{stream.Name} where deleted_at is null
            """);
        if (count == 0)
            return null;
        if (listed == 0)
            return $"the CRM lists no {stream.Name} at all, so none of {count} was marked as deleted; look at the CRM and at the rights of its credentials";
        if (!AllowsAnyShare && count > Math.Ceiling(MaxShare * living))
            return $"{count} of {living} {stream.Name} are gone from the CRM, more than source.sweep.maxDeletedShare ({MaxShare:0.###}) allows, so none was marked as deleted; look at the CRM, and if it is right use --allow-mass-deletion";
        var loadId = NumberedLoad.Begin(connection, runId, now);
        connection.Execute($"""
            insert into ops.swept select $runId, $Name, id, version_at, $at from raw.{stream.Name} where deleted_at is null and id in ({gone})
            """, new { runId, stream.Name, at });
        connection.Execute($"""
            update raw.{stream.Name} set deleted_at = $at, load_id = $loadId where deleted_at is null and id in ({gone})
            """, new { at, loadId });
        return null;
    }

    /// <summary>Takes the mark off records that are listed again in the version in which they were swept.</summary>
    /// <param name="connection">The warehouse, with a transaction open.</param>
    /// <param name="stream">Which stream.</param>
    /// <param name="listedAgain">A query for the ids of the records.</param>
    /// <param name="runId">The run.</param>
    /// <param name="now">When.</param>
    /// <returns>How many.</returns>
    public static long Unmark(DuckDBConnection connection, CrmStream stream, string listedAgain, string runId, Instant now)
    {
        var swept = $"id in ({listedAgain}) and (id, version_at) in (select (record_id, version_at) from ops.swept where stream = '{stream.Name}')";
        if (connection.ExecuteScalar<long>($"select count(*) from raw.{stream.Name} where deleted_at is not null and {swept}") == 0)
            return 0;
        var loadId = NumberedLoad.Begin(connection, runId, now);
        return connection.Execute($"update raw.{stream.Name} set deleted_at = null, load_id = $loadId where deleted_at is not null and {swept}", new { loadId });
    }
}
