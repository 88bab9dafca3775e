using System.Data.Common;
using Dapper;
using NodaTime.Text;
using TelegramCrm.Sync.Reports;

namespace TelegramCrm.Sync.Dashboard;

/// <summary>The queries behind the panels: a file each, which the duckdb shell runs as it is once <c>prepare.sql</c> was read.</summary>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
internal sealed class DashboardQueries(string sqlFolder)
{
    private readonly Dictionary<string, string> texts = Directory.EnumerateFiles(Path.Combine(sqlFolder, "dashboard"), "*.sql")
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);

    /// <summary>The row that differs from the last one when something has changed.</summary>
    public string Marks(DbConnection connection) => string.Join(' ', Run(connection, "marks").Rows.Single().Values);

    /// <summary>Gives the other queries the instants and the open tickets that they read. It leaves temporary tables, and nothing else.</summary>
    public void Prepare(DbConnection connection, DayBounds days)
    {
        foreach (var (name, at) in new[]
        {
            ("now_at", days.Now), ("day_from_at", days.DayFrom), ("week_before_from_at", days.WeekBeforeFrom), ("week_before_until_at", days.WeekBeforeUntil),
        })
        {
            connection.Execute($"set variable {name} = timestamptz '{InstantPattern.ExtendedIso.Format(at)}'");
        }
        connection.Execute(texts["prepare"]);
    }

    public ReportRows Run(DbConnection connection, string name)
    {
        using var reader = connection.ExecuteReader(texts[name]);
        return ReportRows.Read(reader);
    }
}
