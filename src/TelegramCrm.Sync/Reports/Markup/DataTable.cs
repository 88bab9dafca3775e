namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>A table that a reader can sort by any column.</summary>
internal static class DataTable
{
    /// <param name="caption">What the table shows, for those who hear it.</param>
    /// <param name="rows">All rows; the CSV has those that are not shown.</param>
    /// <param name="columns">The columns, the first of which names the row.</param>
    /// <param name="whenEmpty">The sentence that stands for a table without rows.</param>
    /// <param name="shownRows">How many rows are shown at most.</param>
    public static Html Of(string caption, ReportRows rows, IReadOnlyList<TableColumn> columns, string whenEmpty, int shownRows)
    {
        if (rows.Count == 0)
            return Section.Empty(whenEmpty);

        var rest = rows.Count <= shownRows
            ? Html.None
            : Html.Of($"""<p class="note">The first {shownRows} of {Display.Count(rows.Count)}; the CSV has all.</p>""");
        return Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{caption}">
            <table class="sortable">
            <caption>{caption}</caption>
            <thead><tr>{columns.Select(Heading)}</tr></thead>
            <tbody>
            {rows.Rows.Take(shownRows).Select(row => Row(row, columns))}</tbody>
            </table>
            </div>
            {rest}
            """);
    }

    private static Html Heading(TableColumn column) => column.Format.IsNumber
        ? Html.Of($"""<th scope="col" class="number">{column.Heading}</th>""")
        : Html.Of($"""<th scope="col">{column.Heading}</th>""");

    private static Html Row(ReportRow row, IReadOnlyList<TableColumn> columns) =>
        Html.Of($"<tr>{columns.Select((column, place) => Cell(column, row[column.Name], isRowHeading: place == 0))}</tr>\n");

    private static Html Cell(TableColumn column, object? value, bool isRowHeading)
    {
        var shown = value is null
            ? Html.Of($"""<span class="none">{column.WhenNull}</span>""")
            : Shown(column.Format, value);
        if (isRowHeading)
            return Html.Of($"""<th scope="row">{shown}</th>""");
        if (!column.Format.IsNumber)
            return Html.Of($"<td>{shown}</td>");
        return value is null
            ? Html.Of($"""<td class="number">{shown}</td>""")
            : Html.Of($"""<td class="number" data-rank="{column.Format.Rank!(value)}">{shown}</td>""");
    }

    private static Html Shown(CellFormat format, object value)
    {
        var text = format.Show(value);
        if (!format.IsNumber)
            return Html.Of($"""<bdi dir="auto">{text}</bdi>"""); // a right-to-left subject must not turn its neighbours around
        return format.HasBar
            ? Html.Of($"""{text}<svg class="bar" aria-hidden="true"><rect class="rail" width="100%" height="100%" rx="2"/><rect width="{Math.Clamp(format.Rank!(value), 0, 1) * 100}%" height="100%" rx="2"/></svg>""")
            : Html.Of($"{text}");
    }
}
