using NodaTime;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>What lies in each queue.</summary>
internal static class QueuesPanel
{
    private const int Most = 12;

    public static Panel Panel { get; } = Panel.OfFigures("queues", "Queues", (_, tables) => Of(tables["queues"]));

    private static Html Of(ReportRows queues) => queues.Count == 0 ? Panel.Empty("No ticket is open.") : Html.Of($"""
        <table>
        <thead><tr><th scope="col">Queue</th><th scope="col" class="number">Open</th><th scope="col" class="number">Unassigned</th><th scope="col" class="number">Overdue</th><th scope="col" class="number">Due soon</th><th scope="col" class="number">Oldest</th></tr></thead>
        <tbody>{queues.Rows.Take(Most).Select(Row)}</tbody>
        </table>
        {More(queues.Count - Most)}
        """);

    private static Html Row(ReportRow row) => Html.Of($"""
        <tr><th scope="row">{Words.Written(row["queue"], "no queue")}</th>{Words.Count(row.Count("open"))}{Words.Count(row.Count("unassigned"))}{Words.Count(row.Count("breached"), "breached")}{Words.Count(row.Count("warning"), "warning")}<td class="number">{Times.Long(Duration.FromSeconds(Math.Max(0, row.Count("oldest_seconds"))))}</td></tr>
        """);

    private static Html More(long more) => more <= 0 ? Html.None : Html.Of($"""<p class="note">and {Display.Count(more)} queues more</p>""");
}
