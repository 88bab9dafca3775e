namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>The figures a page opens with, each with its change since the period before.</summary>
internal static class Headline
{
    public static Html Of(IEnumerable<HeadlineFigure> figures) => Html.Of($"""
        <dl class="headline">
        {figures.Select(Tile)}</dl>

        """);

    private static Html Tile(HeadlineFigure figure) => Html.Of($"""
        <div><dt>{figure.Label}</dt><dd class="value">{Text(figure)}</dd><dd class="before">{Before(figure)}</dd></div>

        """);

    private static Html Before(HeadlineFigure figure)
    {
        if (figure.Previous is not { } previous)
            return Html.Of($"nothing to compare with");
        var before = figure.Measure.Show(previous);
        if (figure.Value is not { } value)
            return Html.Of($"was {before}");
        return figure.Measure.Show(value) == before
            ? Html.Of($"as before")
            : Html.Of($"{Verdict(figure, value, previous)} <span>was {before}</span>");
    }

    private static Html Verdict(HeadlineFigure figure, double value, double previous)
    {
        var isUp = value > previous;
        var change = figure.Measure.ShowChange(value, previous);
        return (figure.Better, isUp) switch
        {
            (Direction.None, _) => Html.Of($"""<span class="moved">{Arrow(isUp)} {change}</span>"""),
            (Direction.Up, true) or (Direction.Down, false) => Html.Of($"""<span class="better">{Arrow(isUp)} {change} better</span>"""),
            _ => Html.Of($"""<span class="worse">{Arrow(isUp)} {change} worse</span>"""),
        };
    }

    private static Html Arrow(bool isUp) => isUp
        ? Html.Of($"""<span aria-hidden="true">▲</span><span class="hidden">up</span>""")
        : Html.Of($"""<span aria-hidden="true">▼</span><span class="hidden">down</span>""");

    private static Html Text(HeadlineFigure figure) =>
        figure.Value is { } known ? Html.Of($"{figure.Measure.Show(known)}") : Html.Of($"""<span class="none">–</span>""");
}
