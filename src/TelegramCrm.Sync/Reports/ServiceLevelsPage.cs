using TelegramCrm.Sync.Reports.Charts;
using TelegramCrm.Sync.Reports.Markup;
using static TelegramCrm.Sync.Reports.Markup.CellFormat;

namespace TelegramCrm.Sync.Reports;

/// <summary>How soon tickets were answered and resolved, and where the promises were broken.</summary>
internal static class ServiceLevelsPage
{
    private const string NoTickets = "No tickets were created in this period.";
    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static readonly TableColumn[] Figures =
    [
        new("Tickets", "tickets", Count),
        new("First response on time", "frt_met_share", ShareBar),
        new("First response median", "frt_business_p50", Seconds),
        new("First response p90", "frt_business_p90", Seconds),
        new("Resolution on time", "resolution_met_share", ShareBar),
        new("Resolution median", "active_resolution_business_p50", Seconds),
        new("Resolution p90", "active_resolution_business_p90", Seconds),
    ];

    public static ReportPage Page { get; } = new("service-levels", "Service levels", Body);

    private static Html Body(PageContent content)
    {
        if (content["headline"]["current"].Count("tickets") == 0)
            return Section.Empty(NoTickets);

        return Html.Of($"""
            {Summary(content["headline"])}
            {Trend(content)}
            {Group(content, "by_queue", "By queue", "Tickets by the queue they are in now.", new TableColumn("Queue", "queue_name", Text) { WhenNull = "No queue" })}
            {Group(content, "by_priority", "By priority", "The most urgent first.", new TableColumn("Priority", "priority", Word))}
            {Group(content, "by_agent", "By agent", "Tickets by the agent they are assigned to now.", new TableColumn("Agent", "assigned_agent_name", Text) { WhenNull = "Nobody" })}
            {Breaches(content)}
            {Arrivals(content)}
            """);
    }

    private static Html Summary(ReportRows periods) => Html.Of($"""
        {Headline.Of([
            HeadlineFigure.From(periods, "Tickets created", "tickets", Display.Count),
            HeadlineFigure.From(periods, "First response on time", "frt_met_share", Display.Share, Direction.Up),
            HeadlineFigure.From(periods, "Resolution on time", "resolution_met_share", Display.Share, Direction.Up),
            HeadlineFigure.From(periods, "First response, median", "frt_business_p50", Display.Seconds, Direction.Down),
            HeadlineFigure.From(periods, "First response, p90", "frt_business_p90", Display.Seconds, Direction.Down),
            HeadlineFigure.From(periods, "Resolution, median", "active_resolution_business_p50", Display.Seconds, Direction.Down),
            HeadlineFigure.From(periods, "Resolution, p90", "active_resolution_business_p90", Display.Seconds, Direction.Down),
        ])}
        <p class="note">A ticket counts in the period it was created in. On time is the share of the targets that are settled: met ÷ (met + missed).
        Times are working hours; a resolution leaves out the time a ticket was paused. Nine in ten tickets were no slower than p90.</p>
        """);

    private static Html Trend(PageContent content)
    {
        var days = content["by_day"];
        var slots = content.Days.Select(Display.Day).ToList();
        ChartSeries[] tickets = [ChartSeries.From(days, "Tickets", "tickets", Display.Count)];
        ChartSeries[] shares =
        [
            ChartSeries.From(days, "First response", "frt_met_share", Display.Share),
            ChartSeries.From(days, "Resolution", "resolution_met_share", Display.Share),
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
        return Section.Of("by_day", "Day by day", "The latest days may still change: their open tickets are not settled yet.", charts, content.Page.CsvOf("by_day"));
    }

    private static Html Group(PageContent content, string table, string heading, string note, TableColumn name) =>
        content.Table(table, heading, note, NoTickets, [name, .. Figures]);

    private static Html Breaches(PageContent content) => content.Table(
        "worst_breaches", "Worst breaches", "Targets missed by most, in the target’s own time.", "No target was missed.",
        [
            new TableColumn("Ticket", "number", Text),
            new TableColumn("Subject", "subject", Text) { IsWide = true },
            new TableColumn("Queue", "queue_name", Text),
            new TableColumn("Priority", "priority", Word),
            new TableColumn("Agent", "assigned_agent_name", Text) { WhenNull = "Nobody" },
            new TableColumn("Target", "metric", Word),
            new TableColumn("Allowed", "target_seconds", Seconds),
            new TableColumn("Over by", "breach_seconds", Seconds),
            new TableColumn("Done", "fulfilled_at", Moment(content.Period.Zone)) { WhenNull = "not yet" },
        ],
        shownRows: 20);

    private static Html Arrivals(PageContent content)
    {
        var counts = content["arrivals"].Rows.ToDictionary(row => ((int)row.Count("weekday") - 1, (int)row.Count("hour")), row => row.Count("tickets"));
        var hours = Enumerable.Range(0, 24).Select(hour => $"{hour:00}:00").ToList();
        var map = new HeatMap("arrivals-map", "Tickets by weekday and hour", Weekdays, hours, counts).ToHtml();
        return Section.Of("arrivals", "When tickets arrive", $"By the clock in {content.Period.Zone.Id}, summed over the period.", map, content.Page.CsvOf("arrivals"));
    }
}
