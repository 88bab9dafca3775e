using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Transform;

/// <summary>What the marts that stand in the warehouse were computed as of.</summary>
public static class Marts
{
    /// <summary>Sets <c>as_of</c> on a connection to the instant of the last transformation, so that later steps speak of the same moment.</summary>
    /// <param name="connection">The working warehouse.</param>
    /// <param name="otherwise">What to take when nothing was ever transformed.</param>
    public static Instant UseAsOf(DuckDBConnection connection, Instant otherwise)
    {
        var asOf = connection.QueryFirstOrDefault<Instant?>("""
            select runs.as_of
            from ops.runs as runs
            join ops.run_steps as steps using (run_id)
            where steps.step = 'transform' and steps.status = 'done'
            order by runs.as_of desc
            limit 1
            """) ?? otherwise;
        connection.Execute($"set variable as_of = timestamptz '{InstantPattern.ExtendedIso.Format(asOf)}'");
        return asOf;
    }
}
