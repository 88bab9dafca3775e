using Dapper;
using DuckDB.NET.Data;
using NodaTime.Text;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Reports;

/// <summary>The queries behind the pages: a folder a page, a file a table, each one select that the duckdb shell runs as it is.</summary>
/// <param name="folder">The folder that holds them.</param>
internal sealed class ReportQueries(string folder)
{
    /// <summary>Gives a connection what the queries read besides the published relations: four instants and the local clock.</summary>
    public static void Prepare(DuckDBConnection connection, ReportPeriod period, ReportSource source)
    {
        foreach (var (name, at) in new[]
        {
            ("as_of", source.AsOf), ("previous_from_at", period.PreviousFromAt), ("from_at", period.FromAt), ("to_at", period.ToAt),
        })
        {
            connection.Execute($"set variable {name} = timestamptz '{InstantPattern.ExtendedIso.Format(at)}'");
        }
        LocalHours.Store(connection, period);
    }

    /// <summary>Runs the queries of a page.</summary>
    /// <returns>Their rows by the file's name, in the order of the names.</returns>
    public IReadOnlyDictionary<string, ReportRows> Run(DuckDBConnection connection, string page)
    {
        var tables = new SortedDictionary<string, ReportRows>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, page.Replace('-', '_')), "*.sql"))
            tables.Add(Path.GetFileNameWithoutExtension(file), Run(connection, page, file));
        return tables;
    }

    private static ReportRows Run(DuckDBConnection connection, string page, string file)
    {
        try
        {
            using var reader = connection.ExecuteReader(File.ReadAllText(file));
            return ReportRows.Read(reader);
        }
        catch (DuckDBException refused)
        {
            throw new SqlFileException($"sql/reports/{page.Replace('-', '_')}/{Path.GetFileName(file)}", $"cannot run: {refused.Message}", "try it in the duckdb shell", refused);
        }
    }
}
