using DuckDB.NET.Data;
using TelegramCrm.Sync.Reports.Markup;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Reports;

/// <summary>Writes the HTML reports and, beside them, each of their tables as CSV.</summary>
public static class ReportRun
{
    private static readonly IReadOnlyList<ReportPage> Pages = [ServiceLevelsPage.Page, TemplateUsagePage.Page, SyncHealthPage.Page];

    /// <summary>
    /// Writes every page anew. Each file appears whole or not at all, and a page only after its tables, so that none of its links is dead.
    /// </summary>
    /// <param name="connection">Open, on the working database. Its variables and temporary tables are set; nothing else is written.</param>
    /// <param name="scope">What to report on.</param>
    /// <param name="source">Where the figures come from.</param>
    /// <param name="folder">Where the files go; made when it is missing.</param>
    /// <param name="state">What knows of pushes and of the inbox; null when nobody is to be told of them.</param>
    /// <returns>The files written, with their paths, each page after its tables.</returns>
    /// <exception cref="Transform.SqlFileException">A query is not valid for this database.</exception>
    public static IReadOnlyList<string> Write(DuckDBConnection connection, ReportScope scope, ReportSource source, string folder, StateStore? state = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(source);
        Directory.CreateDirectory(folder);
        var queries = new ReportQueries(Path.Combine(AppContext.BaseDirectory, "sql", "reports"));
        ReportQueries.Prepare(connection, scope, source, state);
        return [.. Pages.SelectMany(page => Write(new PageContent(page, scope, source, queries.Run(connection, page.Name)), folder))];
    }

    private static List<string> Write(PageContent content, string folder)
    {
        var files = new List<string>();
        foreach (var (name, rows) in content.Tables)
            files.Add(WholeFile.Write(Path.Combine(folder, content.Page.CsvOf(name)), Csv.Of(rows)));
        files.Add(WholeFile.Write(Path.Combine(folder, content.Page.FileName), PageShell.Of(content, Pages).ToString()));
        return files;
    }
}
