using System.Globalization;

namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>Shows a column's value in a row.</summary>
/// <param name="Column">The column.</param>
/// <param name="FullBar">The value whose bar fills the cell.</param>
internal sealed record TableCell(TableColumn Column, double FullBar)
{
    /// <summary>The cell that names its row.</summary>
    public Html Heading(ReportRow row) => Html.Of($"""<th scope="row"{Rank(row)}>{Content(row[Column.Name])}{Mark(row)}</th>""");

    public Html Of(ReportRow row) => Column.Format.IsNumber
        ? Html.Of($"""<td class="number"{Rank(row)}>{Bar(row)}{Content(row[Column.Name])}{Previous(row)}</td>""")
        : Html.Of($"""<td{(Column.IsWide ? Html.Of($" class=\"wide\"") : Html.None)}{Rank(row)}>{Content(row[Column.Name])}{Mark(row)}</td>""");

    private Html Rank(ReportRow row) => (Column.Format.Rank, row[Column.Name]) is ({ } rank, { } value)
        ? Html.Of($""" data-rank="{rank(value).ToString(CultureInfo.InvariantCulture)}" """)
        : Html.None;

    private Html Content(object? value)
    {
        if (value is null)
            return Html.Of($"""<span class="none">{Column.WhenNull}</span>""");
        var text = Column.Format.Show(value);
        return Column.Format.IsNumber
            ? Html.Of($"{text}")
            : Html.Of($"""<bdi dir="auto">{text}</bdi>"""); // a right-to-left subject must not turn its neighbours around
    }

    private Html Previous(ReportRow row)
    {
        if (!Column.IsCompared)
            return Html.None;
        var before = row[$"previous_{Column.Name}"] is { } value ? Column.Format.Show(value) : "–";
        return Html.Of($"""<span class="was"><span class="hidden">before: </span>{before}</span>""");
    }

    private Html Mark(ReportRow row) => Column.Mark is { } mark && row[mark] is string word ? Html.Of($""" <span class="mark">{word}</span>""") : Html.None;

    private Html Bar(ReportRow row)
    {
        if (Column.Format.Bar == BarLength.None || row.Number(Column.Name) is not { } value)
            return Html.None;
        return Html.Of($"""<svg class="bar" aria-hidden="true">{Rail}<rect width="{Math.Clamp(value / FullBar, 0, 1) * 100}%" height="100%" rx="2"/></svg>""");
    }

    private Html Rail => Column.Format.Bar == BarLength.OfWhole ? Html.Of($"""<rect class="rail" width="100%" height="100%" rx="2"/>""") : Html.None;
}
