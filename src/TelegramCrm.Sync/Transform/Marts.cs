using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Transform;

/// <summary>Where the marts that stand in the warehouse come from.</summary>
/// <param name="RunId">The run that computed them.</param>
/// <param name="AsOf">The instant they were computed for.</param>
/// <param name="Transform">The number of the transform in <c>ops.transforms</c>.</param>
/// <param name="FailedTests">How many data tests found something wrong with them; 1 when they were never tested to the end.</param>
public sealed record Marts(string RunId, Instant AsOf, long Transform, long FailedTests)
{
    /// <summary>Reads it, and sets <c>as_of</c> on the connection to it, so that later steps speak of the same moment.</summary>
    /// <param name="connection">The working warehouse.</param>
    /// <returns>Null when nothing was ever transformed.</returns>
    public static Marts? Use(DuckDBConnection connection)
    {
        var marts = connection.QueryFirstOrDefault<Marts>("select run_id as RunId, as_of as AsOf, transform_number as Transform, 0::bigint as FailedTests from ops.transforms order by transform_number desc limit 1");
        if (marts is null)
            return null;
        connection.Execute($"set variable as_of = timestamptz '{InstantPattern.ExtendedIso.Format(marts.AsOf)}'");
        return marts with { FailedTests = LastTransform.ReadFailingTests(connection).Count };
    }
}
