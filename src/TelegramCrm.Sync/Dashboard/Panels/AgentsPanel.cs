using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>What lies on each agent's desk.</summary>
internal static class AgentsPanel
{
    private const int Most = 16;

    public static Panel Panel { get; } = Panel.OfFigures("agents", "Agents", (_, tables) => Of(tables["agents"]));

    private static Html Of(ReportRows agents) => agents.Count == 0 ? Panel.Empty("The CRM has no agents.") : Html.Of($"""
        <table>
        <thead><tr><th scope="col">Agent</th><th scope="col">Availability</th><th scope="col" class="number">Open</th><th scope="col" class="number">Overdue</th><th scope="col" class="number">Due soon</th></tr></thead>
        <tbody>{agents.Rows.Take(Most).Select(Row)}</tbody>
        </table>
        {More(agents.Count - Most)}
        """);

    private static Html Row(ReportRow row) => Html.Of($"""
        <tr><th scope="row">{Words.Written(row["agent"])}</th><td>{Availability(row["availability"] as string)}</td><td class="number">{Load(row)}</td>{Words.Count(row.Count("breached"), "breached")}{Words.Count(row.Count("warning"), "warning")}</tr>
        """);

    private static Html Availability(string? availability) => availability is null
        ? Words.Written(null, "not known")
        : Html.Of($"""<span class="availability {(availability == "available" ? "here" : availability == "busy" ? "busy" : "gone")}"><span class="dot" aria-hidden="true"></span>{availability}</span>""");

    private static Html Load(ReportRow row)
    {
        var open = row.Count("open");
        if (row["most"] is not long most || most <= 0)
            return Html.Of($"{Display.Count(open)}");
        var width = 100.0 * Math.Clamp((double)open / most, 0, 1);
        return Html.Of($"""
            {Display.Count(open)} <small>of {Display.Count(most)}</small><svg class="load" width="100%" height="4" aria-hidden="true"><rect class="rail" width="100%" height="100%"/><rect class="{(open >= most ? "full" : "part")}" width="{width}%" height="100%"/></svg>
            """);
    }

    private static Html More(long more) => more <= 0 ? Html.None : Html.Of($"""<p class="note">and {Display.Count(more)} more</p>""");
}
