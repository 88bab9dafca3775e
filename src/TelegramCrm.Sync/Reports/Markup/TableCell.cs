using System.Globalization;

namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>Shows a column's value in a row.</summary>
/// <param name="Column">The column.</param>
/// <param name="FullBar">The value whose bar fills the cell.</param>
internal sealed record TableCell(TableColumn Column, double FullBar)
{
    /// <summary>The cell that names its row.</summary>
    public Html Heading(ReportRow row) => Html.Of($"""<th scope="row">{Content(row[Column.Name])}</th>""");

    public Html Of(ReportRow row) => (Column.Format.Rank, row[Column.Name]) switch
    {
        (null, var value) => Html.Of($"{(Column.IsWide ? Html.Of($"""<td class="wide">""") : Html.Of($"<td>"))}{Content(value)}</td>"),
        (_, null) => Html.Of($"""<td class="number">{Content(null)}</td>"""),
        var (rank, value) => Html.Of($"""<td class="number" data-rank="{Exact(rank(value))}">{Content(value)}{Bar(rank(value))}</td>"""),
    };

    private Html Content(object? value)
    {
        if (value is null)
            return Html.Of($"""<span class="none">{Column.WhenNull}</span>""");
        var text = Column.Format.Show(value);
        return Column.Format.IsNumber
            ? Html.Of($"{text}")
            : Html.Of($"""<bdi dir="auto">{text}</bdi>"""); // a right-to-left subject must not turn its neighbours around
    }

    private Html Bar(double value) => Column.Format.Bar == BarLength.None
        ? Html.None
        : Html.Of($"""<svg class="bar" aria-hidden="true">{Rail}<rect width="{Math.Clamp(value / FullBar, 0, 1) * 100}%" height="100%" rx="2"/></svg>""");

    private Html Rail => Column.Format.Bar == BarLength.OfWhole ? Html.Of($"""<rect class="rail" width="100%" height="100%" rx="2"/>""") : Html.None;

    private static string Exact(double rank) => rank.ToString(CultureInfo.InvariantCulture);
}
