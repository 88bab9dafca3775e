using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Transform;

/// <summary>Where the marts that stand in the warehouse come from.</summary>
/// <param name="RunId">The run that computed them.</param>
/// <param name="AsOf">The instant they were computed for.</param>
/// <param name="FailedTests">How many data tests found something wrong with them; 1 when they were never tested to the end.</param>
public sealed record Marts(string RunId, Instant AsOf, long FailedTests)
{
    /// <summary>Reads it, and sets <c>as_of</c> on the connection to it, so that later steps speak of the same moment.</summary>
    /// <param name="connection">The working warehouse.</param>
    /// <returns>Null when nothing was ever transformed.</returns>
    public static Marts? Use(DuckDBConnection connection)
    {
        var marts = connection.QueryFirstOrDefault<Marts>("""
            select runs.run_id as RunId, runs.as_of as AsOf,
                (select count(*) from ops.data_tests as tests where tests.run_id = runs.run_id and tests.failed_rows > 0)
                    + (not exists (from ops.run_steps as tested where tested.run_id = runs.run_id and tested.step = 'test' and tested.status = 'done'))::bigint as FailedTests
            from ops.runs as runs
            join ops.run_steps as steps using (run_id)
            where steps.step = 'transform' and steps.status = 'done'
            order by runs.as_of desc
            limit 1
            """);
        if (marts is not null)
            connection.Execute($"set variable as_of = timestamptz '{InstantPattern.ExtendedIso.Format(marts.AsOf)}'");
        return marts;
    }
}
