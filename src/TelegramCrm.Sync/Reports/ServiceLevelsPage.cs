using TelegramCrm.Sync.Reports.Charts;
using TelegramCrm.Sync.Reports.Markup;
using static TelegramCrm.Sync.Reports.Markup.CellFormat;

namespace TelegramCrm.Sync.Reports;

/// <summary>How soon tickets were answered and resolved, and where the promises were broken.</summary>
internal static class ServiceLevelsPage
{
    private const string NoTickets = "No tickets were created in this period.";
    private const string FirstResponse = "First response";
    private const string NextReply = "Next reply";
    private const string Resolution = "Resolution";

    private static readonly TableColumn[] Figures =
    [
        new("Tickets", "tickets", Count) { IsCompared = true },
        .. Clock(FirstResponse, "frt", "frt_business"),
        .. Clock(NextReply, "next_reply", "next_reply_business"),
        .. Clock(Resolution, "resolution", "active_resolution_business"),
    ];

    public static ReportPage Page { get; } = new("service-levels", "Service levels", Body);

    private static Html Body(PageContent content)
    {
        if (content["headline"].Rows[0].Number("tickets") is null or 0)
            return Section.Empty(NoTickets);

        return Html.Of($"""
            {Summary(content["headline"].Rows[0])}
            {Promises(content)}
            {Trend(content)}
            {Group(content, "by_queue", "By queue", "Tickets by the queue they are in now.", new TableColumn("Queue", "queue_name", Text) { WhenNull = "No queue" })}
            {Group(content, "by_priority", "By priority", "The most urgent first.", new TableColumn("Priority", "priority", Word) { WhenNull = "None" })}
            {Group(content, "by_agent", "By agent", "Tickets by the agent they are assigned to now.", new TableColumn("Agent", "agent_name", Text) { WhenNull = "Nobody" })}
            {HoursOfWeek.Of(content)}
            {Breaches(content)}
            """);
    }

    private static Html Summary(ReportRow row) => Html.Of($"""
        {Headline.Of([
            HeadlineFigure.From(row, "Tickets created", "tickets", Measure.Count),
            HeadlineFigure.From(row, "First response on time", "frt_met_share", Measure.Share, Direction.Up),
            HeadlineFigure.From(row, "Next reply on time", "next_reply_met_share", Measure.Share, Direction.Up),
            HeadlineFigure.From(row, "Resolution on time", "resolution_met_share", Measure.Share, Direction.Up),
            HeadlineFigure.From(row, "First response, median", "frt_business_p50", Measure.Seconds, Direction.Down),
            HeadlineFigure.From(row, "Next reply, median", "next_reply_business_p50", Measure.Seconds, Direction.Down),
            HeadlineFigure.From(row, "Resolution, median", "active_resolution_business_p50", Measure.Seconds, Direction.Down),
        ])}
        <p class="note">A ticket counts in the period it was created in. <b>On time</b> is the share of the promises that are settled: kept ÷ (kept + missed).
        Times are working hours; a resolution leaves out the time a ticket was paused. Half were no slower than the <b>median</b>, nine in ten no slower than <b>p90</b>.</p>
        """);

    private static Html Promises(PageContent content) => content.Table(
        "promises", "Promises", "What became of each promise; the period before stands below each figure.", NoTickets,
        [
            new TableColumn("Promise", "clock", Named),
            new TableColumn("Kept", "met", Count) { IsCompared = true },
            new TableColumn("Missed", "breached", Count) { IsCompared = true },
            new TableColumn("Still open", "open", Count) { IsCompared = true },
            new TableColumn("On time", "met_share", ShareBar) { IsCompared = true },
            new TableColumn("Median", "business_p50", Seconds) { IsCompared = true },
            new TableColumn("p90", "business_p90", Seconds) { IsCompared = true },
        ]);

    private static CellFormat Named { get; } = new(clock => (string)clock switch { "frt" => FirstResponse, "next_reply" => NextReply, _ => Resolution }, null);

    private static Html Trend(PageContent content)
    {
        var days = content["by_day"];
        var slots = content.Days.Select(Display.Day).ToList();
        ChartSeries[] tickets = [ChartSeries.From(days, "Tickets", "tickets", Display.Count)];
        ChartSeries[] shares =
        [
            ChartSeries.From(days, FirstResponse, "frt_met_share", Display.Share),
            ChartSeries.From(days, Resolution, "resolution_met_share", Display.Share),
        ];
        ChartSeries[] times =
        [
            ChartSeries.From(days, "Median", "frt_business_p50", Display.Seconds),
            ChartSeries.From(days, "p90", "frt_business_p90", Display.Seconds),
        ];
        var charts = Html.Of($"""
            {ColumnChart.Of(new Plot("tickets", "Tickets created", slots, tickets), Scale.Counts(tickets[0].Values))}
            {LineChart.Of(new Plot("shares", "On time", slots, shares), Scale.Shares([.. shares.SelectMany(line => line.Values)]))}
            {LineChart.Of(new Plot("times", "First response time", slots, times), Scale.Seconds(times.SelectMany(line => line.Values)))}
            """);
        return content.Charts("by_day", "Day by day", "The latest days may still change: their open tickets are not settled yet.", charts,
        [
            new TableColumn("Day", "day", Day),
            new TableColumn("Tickets", "tickets", Count),
            new TableColumn("First response on time", "frt_met_share", Share),
            new TableColumn("Next reply on time", "next_reply_met_share", Share),
            new TableColumn("Resolution on time", "resolution_met_share", Share),
            new TableColumn("First response median", "frt_business_p50", Seconds),
            new TableColumn("First response p90", "frt_business_p90", Seconds),
        ]);
    }

    private static Html Group(PageContent content, string table, string heading, string note, TableColumn name) =>
        content.Table(table, heading, $"{note} The period before stands below.", NoTickets, [name, .. Figures]);

    private static TableColumn[] Clock(string group, string promise, string time) =>
    [
        new("On time", $"{promise}_met_share", Share) { Group = group, IsCompared = true },
        new("Missed", $"{promise}_breached", Count) { Group = group },
        new("Median", $"{time}_p50", Seconds) { Group = group, IsCompared = true },
        new("p90", $"{time}_p90", Seconds) { Group = group, IsCompared = true },
    ];

    private static Html Breaches(PageContent content) => content.Table(
        "worst_breaches", "Worst breaches", "Promises missed by most, in the promise’s own time.", "No promise was missed.",
        [
            new TableColumn("Ticket", "number", Text),
            new TableColumn("Subject", "subject", Text) { IsWide = true, WhenNull = "No subject" },
            new TableColumn("Queue", "queue_name", Text) { WhenNull = "No queue" },
            new TableColumn("Priority", "priority", Word),
            new TableColumn("Agent", "assigned_agent_name", Text) { WhenNull = "Nobody" },
            new TableColumn("Promise", "metric", Word),
            new TableColumn("Allowed", "target_seconds", Seconds),
            new TableColumn("Over by", "breach_seconds", Seconds),
            new TableColumn("Done", "fulfilled_at", Moment(content.Period.Zone)) { WhenNull = "not yet" },
        ],
        shownRows: 20);
}
