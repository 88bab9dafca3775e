using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports.Charts;

/// <summary>Values by row and column as colours, with their numbers on them.</summary>
/// <param name="Name">Unlike that of any other chart on the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="RowNames">The label of each row.</param>
/// <param name="ColumnNames">The label of each column.</param>
/// <param name="Cells">The cells that have a value, by row and column from zero.</param>
/// <param name="Legend">What its colours mean.</param>
internal sealed record HeatMap(
    string Name, string Title, IReadOnlyList<string> RowNames, IReadOnlyList<string> ColumnNames, IReadOnlyDictionary<(int Row, int Column), HeatCell> Cells, HeatLegend Legend)
{
    private const double RowHeight = 26;
    private const int LabelEvery = 3;

    public Html ToHtml() => Html.Of($"""
        <figure>
        <figcaption>{Title}<span class="legend">{Legend.Least} <svg width="{HeatCell.Levels * 14}" height="10" aria-hidden="true">{Enumerable.Range(1, HeatCell.Levels).Select(Swatch)}</svg> {Legend.Most}</span></figcaption>
        <div class="plot heat">
        <svg class="chart {Legend.Palette}" role="img" aria-labelledby="{Name}-title {Name}-desc" width="100%" height="{RowHeight * RowNames.Count}">
        <title id="{Name}-title">{Title}</title>
        <desc id="{Name}-desc">{Summary}</desc>
        {RowNames.Select(Row)}
        {ColumnNames.Select(ColumnLabel)}
        </svg>
        </div>
        </figure>
        """);

    private string Summary => Cells.Count == 0
        ? "There are no values."
        : $"{Legend.Most}: {string.Join("; ", Cells.OrderByDescending(cell => cell.Value.Weight).ThenBy(cell => cell.Key).Take(3).Select(cell => $"{RowNames[cell.Key.Row]} at {ColumnNames[cell.Key.Column]}, {cell.Value.Words}"))}.";

    private double Width => 100.0 / ColumnNames.Count;

    private Html Row(string name, int row) => Html.Of($"""
        <text class="tick" x="-8" y="{(row + 0.5) * RowHeight + 4}">{name}</text>{ColumnNames.Select((_, column) => Cell(row, column))}

        """);

    private Html Cell(int row, int column)
    {
        var cell = Cells.GetValueOrDefault((row, column)) ?? HeatCell.None;
        var number = cell.Label.Length == 0
            ? Html.None
            : Html.Of($"""<text class="count c{cell.Level}" x="{(column + 0.5) * Width}%" y="{(row + 0.5) * RowHeight + 4}" aria-hidden="true">{cell.Label}</text>""");
        return Html.Of($"""<g><title>{RowNames[row]} {ColumnNames[column]} · {cell.Words}</title><rect class="h{cell.Level}" x="{column * Width}%" width="{Width}%" y="{row * RowHeight}" height="{RowHeight}"/>{number}</g>""");
    }

    private Html ColumnLabel(string name, int column) => column % LabelEvery != 0
        ? Html.None
        : Html.Of($"""<text class="{(column / LabelEvery % 2 == 0 ? "label" : "label spare")}" x="{(column + 0.5) * Width}%" y="{(RowHeight * RowNames.Count) + 18}">{name}</text>""");

    private Html Swatch(int level) => Html.Of($"""<rect class="{Legend.Palette}-{level}" x="{(level - 1) * 14}" width="14" height="10"/>""");
}
