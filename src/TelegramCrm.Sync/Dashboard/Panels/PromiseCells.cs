using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>What was promised to whom, and who has it: the cells of a promise beside its time.</summary>
internal static class PromiseCells
{
    public static Html Of(ReportRow row, BoardFigures figures) => Html.Of($"""
        <th scope="row">{Words.Ticket(row, figures.Tickets)}</th><td>{Words.Metric((string)row["metric"]!)}</td><td>{Words.Written(row["queue_name"], "no queue")}</td><td>{Words.Written(row["assigned_agent_name"], "nobody")}</td>
        """);
}
