using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Reports.Charts;

/// <summary>Counts by row and column, the darker the more.</summary>
/// <param name="Name">Unlike that of any other chart on the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="RowNames">The label of each row.</param>
/// <param name="ColumnNames">The label of each column.</param>
/// <param name="Counts">The cells that have a count, by row and column from zero.</param>
internal sealed record HeatMap(
    string Name, string Title, IReadOnlyList<string> RowNames, IReadOnlyList<string> ColumnNames, IReadOnlyDictionary<(int Row, int Column), long> Counts)
{
    private const double RowHeight = 26;
    private const int Levels = 5;
    private const int LabelEvery = 3;

    public Html ToHtml() => Html.Of($"""
        <figure>
        <figcaption>{Title}<span class="legend">fewer <svg width="{Levels * 14}" height="10" aria-hidden="true">{Enumerable.Range(1, Levels).Select(Swatch)}</svg> more</span></figcaption>
        <div class="plot heat">
        <svg class="chart" role="img" aria-labelledby="{Name}-title {Name}-desc" width="100%" height="{RowHeight * RowNames.Count}">
        <title id="{Name}-title">{Title}</title>
        <desc id="{Name}-desc">{Summary}</desc>
        {RowNames.Select(Row)}
        {ColumnNames.Select(ColumnLabel)}
        </svg>
        </div>
        </figure>
        """);

    private string Summary => Counts.Count == 0
        ? "Nothing is counted."
        : string.Join("; ", Counts.OrderByDescending(cell => cell.Value).ThenBy(cell => cell.Key).Take(3).Select((cell, place) =>
            $"{(place == 0 ? "Most" : "then")} on {RowNames[cell.Key.Row]} at {ColumnNames[cell.Key.Column]}: {Display.Count(cell.Value)}")) + ".";

    private double Width => 100.0 / ColumnNames.Count;

    private Html Row(string name, int row) => Html.Of($"""
        <text class="tick" x="-8" y="{(row + 0.5) * RowHeight + 4}">{name}</text>{ColumnNames.Select((_, column) => Cell(row, column))}

        """);

    private Html Cell(int row, int column)
    {
        var count = Counts.GetValueOrDefault((row, column));
        var level = LevelOf(count);
        var number = count == 0
            ? Html.None
            : Html.Of($"""<text class="count c{level}" x="{(column + 0.5) * Width}%" y="{(row + 0.5) * RowHeight + 4}" aria-hidden="true">{Display.Count(count)}</text>""");
        return Html.Of($"""<g><title>{RowNames[row]} {ColumnNames[column]} · {Display.Count(count)}</title><rect class="h{level}" x="{column * Width}%" width="{Width}%" y="{row * RowHeight}" height="{RowHeight}"/>{number}</g>""");
    }

    private Html ColumnLabel(string name, int column) => column % LabelEvery != 0
        ? Html.None
        : Html.Of($"""<text class="{(column / LabelEvery % 2 == 0 ? "label" : "label spare")}" x="{(column + 0.5) * Width}%" y="{(RowHeight * RowNames.Count) + 18}">{name}</text>""");

    private int LevelOf(long count) => (int)Math.Ceiling((double)count * Levels / Math.Max(Counts.Values.DefaultIfEmpty().Max(), 1));

    private static Html Swatch(int level) => Html.Of($"""<rect class="h{level}" x="{(level - 1) * 14}" width="14" height="10"/>""");
}
