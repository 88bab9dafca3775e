using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Transform;

/// <summary>Looks for rows that must not exist, after a transformation and on the same connection, so that <c>as_of</c> is set.</summary>
/// <param name="tests">As <see cref="SqlFolder.Tests"/> has them.</param>
public sealed class DataTests(IReadOnlyList<DataTest> tests)
{
    /// <summary>Runs every test, also after one has found rows.</summary>
    /// <param name="connection">Open; nothing is written.</param>
    /// <returns>A result a test, in the order of the tests.</returns>
    /// <exception cref="SqlFileException">A test's query is not valid for this database.</exception>
    public IReadOnlyList<DataTestResult> Run(DuckDBConnection connection) => [.. tests.Select(test => Run(connection, test))];

    /// <summary>Writes results into <c>ops.data_tests</c>, all by one statement.</summary>
    /// <param name="connection">Open.</param>
    /// <param name="runId">The run they belong to.</param>
    /// <param name="testedAt">When they were found.</param>
    /// <param name="results">What <see cref="Run(DuckDBConnection)"/> returned.</param>
    public static void Record(DuckDBConnection connection, string runId, Instant testedAt, IReadOnlyList<DataTestResult> results)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(results);
        if (results.Count == 0)
            return;

        var rows = results.Select((_, index) => $"($run, $test{index}, $failed{index}, $example{index}, $at)");
        var values = new DynamicParameters(new { run = runId, at = testedAt.ToDateTimeUtc() });
        foreach (var (index, result) in results.Index())
        {
            values.Add($"test{index}", result.Test.Name);
            values.Add($"failed{index}", result.FailedRows);
            values.Add($"example{index}", result.Example);
        }
        connection.Execute($"insert into ops.data_tests (run_id, test, failed_rows, example, tested_at) values {string.Join(", ", rows)}", values);
    }

    private static DataTestResult Run(DuckDBConnection connection, DataTest test)
    {
        try
        {
            var (failedRows, example) = connection.QuerySingle<(long, string?)>(
                $"select count(*), first(to_json(bad_row))::varchar from (\n{test.Query}\n) as bad_row");
            return new DataTestResult(test, failedRows, example);
        }
        catch (DuckDBException refused)
        {
            throw new SqlFileException(test.File, $"{test.Name} cannot run: {refused.Message}", "try its query in the duckdb shell", refused);
        }
    }
}
