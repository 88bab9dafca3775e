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

        var cells = columns.Select(column => new TableCell(column, column.FullBar(rows))).ToList();
        var rest = rows.Count <= shownRows
            ? Html.None
            : Html.Of($"""<p class="note">The first {shownRows} of {Display.Count(rows.Count)}; the CSV has all.</p>""");
        return Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{caption}">
            <table class="sortable">
            <caption>{caption}</caption>
            <thead><tr>{columns.Select(Heading)}</tr></thead>
            <tbody>
            {rows.Rows.Take(shownRows).Select(row => Row(row, cells))}</tbody>
            </table>
            </div>
            {rest}
            """);
    }

    private static Html Heading(TableColumn column) => column.Format.IsNumber
        ? Html.Of($"""<th scope="col" class="number">{column.Heading}</th>""")
        : Html.Of($"""<th scope="col">{column.Heading}</th>""");

    private static Html Row(ReportRow row, List<TableCell> cells) => Html.Of($"<tr>{cells[0].Heading(row)}{cells.Skip(1).Select(cell => cell.Of(row))}</tr>\n");
}
