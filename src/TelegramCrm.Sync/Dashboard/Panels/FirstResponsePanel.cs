using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>First responses to the tickets that came today, beside those of the same weekday a week before until the same time.</summary>
internal static class FirstResponsePanel
{
    public static Panel Panel { get; } = Panel.OfFigures("first-response", "First response today", (figures, tables) => Of(figures, tables["first_responses"]));

    private static Html Of(BoardFigures figures, ReportRows days)
    {
        var (today, before) = (days["today"], days["week_before"]);
        var when = $"last {figures.Now.InZone(figures.Zone).DayOfWeek} by {Times.At(figures.Now, figures)}";
        return Html.Of($"""
            <p class="hero"><strong>{Share(today)}</strong> in time <span class="beside">{when}: {Share(before)}</span></p>
            <dl class="tiles">
            {Tile(today, before, "met", "Met", "running")}{Tile(today, before, "breached", "Breached", "breached")}{Tile(today, before, "waiting", "Not yet due", "paused")}{Tile(today, before, "tickets", "New tickets", "")}
            </dl>
            <p class="line">{Median(today, before)}</p>
            """);
    }

    private static Html Tile(ReportRow today, ReportRow before, string column, string label, string kind) => Html.Of(
        $"""<div class="{(today.Count(column) == 0 ? "quiet" : kind)}"><dt>{label}</dt><dd>{Display.Count(today.Count(column))} <small>was {Display.Count(before.Count(column))}</small></dd></div>""");

    private static string Share(ReportRow day) => day.Count("met") + day.Count("breached") is > 0 and var decided ? Display.Share((double)day.Count("met") / decided) : "–";

    private static Html Median(ReportRow today, ReportRow before)
    {
        var (column, kind) = today["business_p50"] is null && before["business_p50"] is null ? ("calendar_p50", "") : ("business_p50", " of working time");
        return (today.Number(column), before.Number(column)) switch
        {
            (null, null) => Html.Of($"Nobody has been answered yet."),
            (null, { } was) => Html.Of($"Nobody has been answered yet; the median was {Display.Seconds(was)}{kind}."),
            ({ } now, null) => Html.Of($"Median <strong>{Display.Seconds(now)}</strong>{kind}."),
            ({ } now, { } was) => Html.Of($"Median <strong>{Display.Seconds(now)}</strong>{kind}, was {Display.Seconds(was)}{Verdict(now, was)}"),
        };
    }

    private static Html Verdict(double now, double was) => Display.Seconds(now) == Display.Seconds(was) ? Html.None
        : now < was ? Html.Of($""" <span class="better">▼ faster</span>""") : Html.Of($""" <span class="worse">▲ slower</span>""");
}
