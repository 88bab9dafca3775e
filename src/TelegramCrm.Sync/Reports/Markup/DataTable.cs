namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>A table that a reader can sort by any column.</summary>
internal static class DataTable
{
    /// <param name="caption">What the table shows, for those who hear it.</param>
    /// <param name="rows">All rows; the CSV has those that are not shown.</param>
    /// <param name="columns">The columns, the first of which names the row. Neighbours of one group stand under one heading.</param>
    /// <param name="whenEmpty">The sentence that stands for a table without rows.</param>
    /// <param name="shownRows">How many rows are shown at most.</param>
    public static Html Of(string caption, ReportRows rows, IReadOnlyList<TableColumn> columns, string whenEmpty, int shownRows)
    {
        if (rows.Count == 0)
            return Section.Empty(whenEmpty);

        var cells = columns.Select(column => new TableCell(column, column.FullBar(rows))).ToList();
        var rest = rows.Count <= shownRows
            ? Html.None
            : Html.Of($"""<p class="note">The first {shownRows} of {Display.Count(rows.Count)} are shown; the CSV has all.</p>""");
        return Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="{caption}, table">
            <table class="sortable">
            <caption>{caption}</caption>
            <thead>{Headings(columns)}</thead>
            <tbody>
            {rows.Rows.Take(shownRows).Select(row => Row(row, cells))}</tbody>
            </table>
            </div>
            {rest}
            """);
    }

    private static Html Headings(IReadOnlyList<TableColumn> columns)
    {
        if (columns.All(column => column.Group is null))
            return Html.Of($"<tr>{columns.Select((column, place) => Heading(column, place, rows: 1))}</tr>");

        var upper = columns.Select((column, place) => (column, place)).Where(at => at.column.Group is null || at.place == 0 || columns[at.place - 1].Group != at.column.Group);
        var lower = columns.Select((column, place) => column.Group is null ? Html.None : Heading(column, place, rows: 1));
        return Html.Of($"<tr>{upper.Select(at => at.column.Group is null ? Heading(at.column, at.place, rows: 2) : GroupHeading(columns, at.column.Group))}</tr><tr>{lower}</tr>");
    }

    private static Html GroupHeading(IReadOnlyList<TableColumn> columns, string group) =>
        Html.Of($"""<th scope="colgroup" colspan="{columns.Count(column => column.Group == group)}">{group}</th>""");

    private static Html Heading(TableColumn column, int place, int rows) => Html.Of(
        $"""<th scope="col" data-place="{place}"{(rows > 1 ? Html.Of($""" rowspan="{rows}" """) : Html.None)}{(column.Format.IsNumber ? Html.Of($" class=\"number\"") : Html.None)}>{column.Heading}</th>""");

    private static Html Row(ReportRow row, List<TableCell> cells) => Html.Of($"<tr>{cells[0].Heading(row)}{cells.Skip(1).Select(cell => cell.Of(row))}</tr>\n");
}
