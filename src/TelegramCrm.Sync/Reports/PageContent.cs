using NodaTime;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports;

/// <summary>What a page is made from: the period and the rows of its queries.</summary>
internal sealed record PageContent(ReportPage Page, ReportPeriod Period, IReadOnlyDictionary<string, ReportRows> Tables)
{
    /// <summary>The rows of a query, by its file's name.</summary>
    public ReportRows this[string table] => Tables[table];

    /// <summary>The days of the period, in order.</summary>
    public IReadOnlyList<LocalDate> Days => [.. Enumerable.Range(0, Period.Days).Select(Period.First.PlusDays)];

    /// <summary>A heading, a table and a link to its CSV.</summary>
    public Html Table(string table, string heading, string note, string whenEmpty, IReadOnlyList<TableColumn> columns, int shownRows = 50) =>
        Section.Of(table, heading, note, DataTable.Of(heading, Tables[table], columns, whenEmpty, shownRows), Page.CsvOf(table));
}
