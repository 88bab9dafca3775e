using System.Globalization;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>How many open tickets stand how.</summary>
internal static class StandingPanel
{
    /// <summary>The sentence that is read aloud when it changes.</summary>
    public const string SpokenId = "spoken";

    private static readonly Dictionary<string, string> Labels = new()
    {
        ["breached"] = "Overdue",
        ["warning"] = "Due soon",
        ["running"] = "On time",
        ["paused"] = "Paused",
        ["none"] = "No target",
    };

    public static Panel Panel { get; } = Panel.OfFigures("standing", "Open tickets", (_, tables) => Of(tables["standing"]));

    /// <summary>What the window is called: what a lead must know from a tab in the background.</summary>
    public static string Title(BoardFigures figures) => figures.Tables is { } tables
        ? string.Create(CultureInfo.InvariantCulture, $"{Tickets(tables, "breached")} overdue · {Tickets(tables, "warning")} due soon · Support desk")
        : "Support desk";

    public static Html Spoken(BoardFigures figures) => figures.Tables is { } tables
        ? Html.Of($"{Tickets(tables, "breached")} tickets overdue, {Tickets(tables, "warning")} due soon")
        : Html.None;

    private static long Tickets(IReadOnlyDictionary<string, ReportRows> tables, string standing) => tables["standing"][standing].Count("tickets");

    private static Html Of(ReportRows standings)
    {
        var (all, unassigned) = (standings.Rows.Sum(row => row.Count("tickets")), standings.Rows.Sum(row => row.Count("unassigned")));
        return Html.Of($"""
            <p class="hero"><strong>{Display.Count(all)}</strong> open <span class="beside">{Display.Count(unassigned)} unassigned</span></p>
            {Bar(standings, all)}
            <dl class="tiles">{standings.Rows.Select(Tile)}</dl>
            """);
    }

    private static Html Tile(ReportRow row) => Html.Of(
        $"""<div class="{(row.Count("tickets") == 0 ? "quiet" : (string)row["standing"]!)}"><dt><span class="dot" aria-hidden="true"></span>{Labels[(string)row["standing"]!]}</dt><dd>{Display.Count(row.Count("tickets"))}</dd></div>""");

    private static Html Bar(ReportRows standings, long all)
    {
        var (parts, from) = (new List<Html>(), 0.0);
        foreach (var row in standings.Rows.Where(row => row.Count("tickets") > 0))
        {
            var width = 100.0 * row.Count("tickets") / all;
            parts.Add(Html.Of($"""<rect class="{(string)row["standing"]!}" x="{from}%" width="{width}%" height="100%"/>"""));
            from += width;
        }
        return all == 0 ? Html.None : Html.Of($"""<svg class="stack" width="100%" height="12" aria-hidden="true">{parts}</svg>""");
    }
}
