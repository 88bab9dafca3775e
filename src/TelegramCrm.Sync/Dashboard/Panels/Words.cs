using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>Words and marks that several panels share. Whatever people wrote is set apart, so that a right-to-left subject does not turn its neighbours around.</summary>
internal static class Words
{
    /// <summary>A name or subject that somebody wrote.</summary>
    public static Html Written(object? text, string whenNull = "–") => text is string words && words.Length > 0
        ? Html.Of($"""<bdi dir="auto">{words}</bdi>""")
        : Html.Of($"""<span class="none">{whenNull}</span>""");

    /// <summary>A count that is quiet when it is zero, and otherwise coloured as what it counts.</summary>
    public static Html Count(long count, string kind = "") => count == 0
        ? Html.Of($"""<td class="number none">0</td>""")
        : Html.Of($"""<td class="number {kind}">{Display.Count(count)}</td>""");

    /// <summary>What a metric of the marts is called.</summary>
    public static string Metric(string metric) => metric switch
    {
        "first_response" => "First response",
        "next_reply" => "Next reply",
        "resolution" => "Resolution",
        _ => metric,
    };

    /// <summary>A ticket's number, subject and priority, with a link where the CRM's address is known.</summary>
    public static Html Ticket(ReportRow row, TicketAddress tickets)
    {
        var number = row["number"] as string;
        var label = Html.Of($"""<span class="id">#{number ?? (string)row["ticket_id"]!}</span> {Written(row["subject"], "no subject")}""");
        var name = tickets.Of((string)row["ticket_id"]!, number) is { } address
            ? Html.Of($"""<a href="{address}" target="_blank" rel="noopener noreferrer">{label}</a>""")
            : label;
        return row["priority"] is "urgent" or "high"
            ? Html.Of($"""{name} <span class="priority">{(string)row["priority"]!}</span>""")
            : name;
    }

    /// <summary>A figure with its name.</summary>
    public static Html Fact(string name, Html value) => Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    public static Html Fact(string name, string value) => Fact(name, Html.Of($"{value}"));
}
