using NodaTime;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports;

/// <summary>What a page is made from: what it speaks of, where its figures come from, and the rows of its queries.</summary>
internal sealed record PageContent(ReportPage Page, ReportScope Scope, ReportSource Source, IReadOnlyDictionary<string, ReportRows> Tables)
{
    /// <summary>The rows of a query, by its file's name.</summary>
    public ReportRows this[string table] => Tables[table];

    public ReportPeriod Period => Scope.Period;

    /// <summary>The days of the period, in order.</summary>
    public IReadOnlyList<LocalDate> Days => [.. Enumerable.Range(0, Period.Days).Select(Period.First.PlusDays)];

    /// <summary>A heading, a table and a link to its CSV.</summary>
    public Html Table(string table, string heading, string note, string whenEmpty, IReadOnlyList<TableColumn> columns, int shownRows = 50) =>
        Section.Of(table, heading, note, DataTable.Of(heading, Tables[table], columns, whenEmpty, shownRows), Page.CsvOf(table));

    /// <summary>A heading, charts, the table of what they show, folded up, and a link to its CSV.</summary>
    public Html Charts(string table, string heading, string note, Html charts, IReadOnlyList<TableColumn> columns)
    {
        var rows = Tables[table];
        return Section.Of(table, heading, note, Html.Of($"{charts}{FoldedTable.Of(heading, rows, columns)}"), Page.CsvOf(table));
    }
}
