using DuckDB.NET.Data;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports;

/// <summary>Writes the HTML reports and, beside them, each of their tables as CSV.</summary>
public static class ReportRun
{
    private static readonly IReadOnlyList<ReportPage> Pages = [ServiceLevelsPage.Page, TemplateUsagePage.Page];

    /// <summary>
    /// Writes every page anew. Each file appears whole or not at all, and a page only after its tables, so that none of its links is dead.
    /// </summary>
    /// <param name="connection">Open, on the working or the published database. Its variables and a temporary table are set; nothing else is written.</param>
    /// <param name="period">The days to report on.</param>
    /// <param name="source">Where the figures come from.</param>
    /// <param name="folder">Where the files go; made when it is missing.</param>
    /// <returns>The files written, with their paths, each page after its tables.</returns>
    /// <exception cref="Transform.SqlFileException">A query is not valid for this database.</exception>
    public static IReadOnlyList<string> Write(DuckDBConnection connection, ReportPeriod period, ReportSource source, string folder)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(period);
        ArgumentNullException.ThrowIfNull(source);
        Directory.CreateDirectory(folder);
        var queries = new ReportQueries(Path.Combine(AppContext.BaseDirectory, "sql", "reports"));
        ReportQueries.Prepare(connection, period, source);
        return [.. Pages.SelectMany(page => Write(page, queries.Run(connection, page.Name), period, source, folder))];
    }

    private static List<string> Write(ReportPage page, IReadOnlyDictionary<string, ReportRows> tables, ReportPeriod period, ReportSource source, string folder)
    {
        var files = new List<string>();
        foreach (var (name, rows) in tables)
            files.Add(WholeFile.Write(Path.Combine(folder, page.CsvOf(name)), Csv.Of(rows)));
        var html = PageShell.Of(page, Pages, period, source, page.Body(new PageContent(page, period, tables)));
        files.Add(WholeFile.Write(Path.Combine(folder, page.FileName), html.ToString()));
        return files;
    }
}
