using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Transform;

/// <summary>What the marts in the warehouse were made of: the newest row of <c>ops.transforms</c>.</summary>
internal sealed record LastTransform(long Number, Instant AsOf, long LoadId, string Fingerprint)
{
    /// <returns>Null when nothing was ever transformed.</returns>
    public static LastTransform? Read(DuckDBConnection connection) => connection.QueryFirstOrDefault<LastTransform>("""
        select transform_number as Number, as_of as AsOf, load_id as LoadId, fingerprint as Fingerprint from ops.transforms order by transform_number desc limit 1
        """);

    /// <returns>The data tests that found something in these marts; an empty name when they were not tested to the end.</returns>
    public static IReadOnlyList<string> ReadFailingTests(DuckDBConnection connection) => connection.Query<string>("""
        with newest as (select run_id from ops.transforms order by transform_number desc limit 1)
        select test from ops.data_tests semi join newest using (run_id) where failed_rows > 0
        union all
        select '' from newest where not exists (from ops.run_steps as steps where steps.run_id = newest.run_id and steps.step = 'test' and steps.status = 'done')
        """).AsList();

    /// <summary>Writes a row, inside the transaction that writes the marts.</summary>
    public static void Write(DuckDBConnection connection, LastTransform made, string runId, bool isFull) => connection.Execute(
        "insert into ops.transforms values ($Number, $runId, $AsOf, $isFull, $LoadId, $Fingerprint)",
        new { made.Number, runId, AsOf = made.AsOf.ToDateTimeUtc(), isFull, made.LoadId, made.Fingerprint });
}
