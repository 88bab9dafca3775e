namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>The figures a page opens with, each beside what it was in the period before.</summary>
internal static class Headline
{
    public static Html Of(IEnumerable<HeadlineFigure> figures) => Html.Of($"""
        <dl class="headline">
        {figures.Select(Tile)}</dl>

        """);

    private static Html Tile(HeadlineFigure figure) => Html.Of($"""
        <div><dt>{figure.Label}</dt><dd class="value">{Text(figure.Value, figure.Show)}</dd><dd class="before">{Before(figure)}</dd></div>

        """);

    private static Html Before(HeadlineFigure figure)
    {
        if (figure.Previous is not { } previous)
            return Html.Of($"nothing to compare with");
        if (figure.Value is not { } value)
            return Html.Of($"was {figure.Show(previous)}");
        var before = figure.Show(previous);
        return figure.Show(value) == before
            ? Html.Of($"as before")
            : Html.Of($"""was {before} {Verdict(figure.Better, value.CompareTo(previous))}""");
    }

    private static Html Verdict(Direction better, int moved) => (better, moved > 0) switch
    {
        (Direction.None, true) => Html.Of($"""<span class="moved">▲ up</span>"""),
        (Direction.None, false) => Html.Of($"""<span class="moved">▼ down</span>"""),
        (Direction.Up, true) => Html.Of($"""<span class="better">▲ better</span>"""),
        (Direction.Up, false) => Html.Of($"""<span class="worse">▼ worse</span>"""),
        (_, true) => Html.Of($"""<span class="worse">▲ slower</span>"""),
        (_, false) => Html.Of($"""<span class="better">▼ faster</span>"""),
    };

    private static Html Text(double? value, Func<double, string> show) =>
        value is { } known ? Html.Of($"{show(known)}") : Html.Of($"""<span class="none">–</span>""");
}
