namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>The table behind a chart, for those who want the figures or cannot see the chart; folded up until it is asked for.</summary>
internal static class FoldedTable
{
    public static Html Of(string caption, ReportRows rows, IReadOnlyList<TableColumn> columns) => rows.Count == 0
        ? Html.None
        : Html.Of($"""
            <details><summary>{caption} as a table</summary>
            {DataTable.Of(caption, rows, columns, whenEmpty: "", shownRows: rows.Count)}
            </details>
            """);
}
