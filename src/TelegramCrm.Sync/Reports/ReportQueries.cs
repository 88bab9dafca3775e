using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Reports;

/// <summary>
/// The queries behind the pages: a folder a page, a file a table, each one select. A file of the folder's own name makes what several of them read.
/// The duckdb shell runs them as they are, that file first.
/// </summary>
/// <param name="folder">The folder that holds them.</param>
internal sealed class ReportQueries(string folder)
{
    /// <summary>Gives a connection what the queries read besides the published relations: instants, the queue, the local clock, and the state store's part.</summary>
    public static void Prepare(DuckDBConnection connection, ReportScope scope, ReportSource source, StateStore? state)
    {
        var untilAt = UntilAt(scope.Period, source);
        foreach (var (name, at) in new[]
        {
            ("as_of", source.AsOf), ("written_at", source.WrittenAt), ("previous_from_at", scope.Period.PreviousFromAt), ("from_at", scope.Period.FromAt),
            ("to_at", scope.Period.ToAt), ("until_at", untilAt),
        })
        {
            connection.Execute($"set variable {name} = timestamptz '{InstantPattern.ExtendedIso.Format(at)}'");
        }
        connection.Execute($"set variable queue_id = {(scope.Queue is { } queue ? $"'{queue.Id.Replace("'", "''", StringComparison.Ordinal)}'" : "null::varchar")}");
        LocalHours.Store(connection, scope.Period, untilAt);
        StateCopy.Store(connection, state, scope.Period.FromAt, untilAt);
    }

    /// <summary>Where the health of the sync is looked at to: of a period that ends with the last whole day, the hours since belong to it.</summary>
    private static Instant UntilAt(ReportPeriod period, ReportSource source) =>
        period.ToAt + Duration.FromDays(1) < source.AsOf ? period.ToAt : Instant.Max(period.ToAt, source.WrittenAt);

    /// <summary>Runs the queries of a page.</summary>
    /// <returns>Their rows by the file's name, in the order of the names.</returns>
    public IReadOnlyDictionary<string, ReportRows> Run(DuckDBConnection connection, string page)
    {
        var own = Path.Combine(folder, page.Replace('-', '_'));
        if (File.Exists($"{own}.sql"))
            Try($"{own}.sql", () => connection.Execute(File.ReadAllText($"{own}.sql")));
        var tables = new SortedDictionary<string, ReportRows>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(own, "*.sql"))
            tables.Add(Path.GetFileNameWithoutExtension(file), Try(file, () => Read(connection, file)));
        return tables;
    }

    private static ReportRows Read(DuckDBConnection connection, string file)
    {
        using var reader = connection.ExecuteReader(File.ReadAllText(file));
        return ReportRows.Read(reader);
    }

    private T Try<T>(string file, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (DuckDBException refused)
        {
            throw new SqlFileException($"sql/reports/{Path.GetRelativePath(folder, file).Replace('\\', '/')}", $"cannot run: {refused.Message}", "try it in the duckdb shell", refused);
        }
    }
}
