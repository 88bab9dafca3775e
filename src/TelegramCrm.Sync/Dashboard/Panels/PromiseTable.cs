using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>A table of promises: a time, what was promised to whom, and who has it. On a phone its rows are stacked, so their roles are said and not left to their looks.</summary>
internal static class PromiseTable
{
    public static Html Of(string time, IEnumerable<Html> rows) => Html.Of($"""
        <table class="promises" role="table">
        <thead role="rowgroup"><tr role="row">{Heading(time)}{Heading("Ticket")}{Heading("Promise")}{Heading("Queue")}{Heading("Agent")}</tr></thead>
        <tbody role="rowgroup">{rows}</tbody>
        </table>
        """);

    /// <param name="row">The promise.</param>
    /// <param name="standing">How it stands.</param>
    /// <param name="time">What its first column says.</param>
    /// <param name="tickets">Where the CRM shows tickets.</param>
    public static Html Row(ReportRow row, string standing, Html time, TicketAddress tickets) => Html.Of($"""
        <tr role="row" class="{standing}"><td role="cell" class="due">{time}</td><th role="rowheader" scope="row">{Ticket(row, tickets)}</th>{Cell(Html.Of($"{Metric((string)row["metric"]!)}"))}{Cell(Words.Written(row["queue_name"], "no queue"))}{Cell(Words.Written(row["assigned_agent_name"], "nobody"))}</tr>
        """);

    private static Html Heading(string text) => Html.Of($"""<th role="columnheader" scope="col">{text}</th>""");

    private static Html Cell(Html content) => Html.Of($"""<td role="cell">{content}</td>""");

    private static Html Ticket(ReportRow row, TicketAddress tickets)
    {
        var number = row["number"] as string;
        var label = Html.Of($"""<span class="id">#{number ?? (string)row["ticket_id"]!}</span> {Priority(row["priority"] as string)}{Words.Written(row["subject"], "no subject")}""");
        return tickets.Of((string)row["ticket_id"]!, number) is { } address
            ? Html.Of($"""<a class="ticket" href="{address}" target="_blank" rel="noopener noreferrer">{label}</a>""")
            : Html.Of($"""<span class="ticket">{label}</span>""");
    }

    private static Html Priority(string? priority) => priority is "urgent" or "high" ? Html.Of($"""<span class="priority">{priority}</span> """) : Html.None;

    private static string Metric(string metric) => metric switch
    {
        "first_response" => "First response",
        "next_reply" => "Next reply",
        "resolution" => "Resolution",
        _ => metric,
    };
}
