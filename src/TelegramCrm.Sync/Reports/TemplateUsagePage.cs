using TelegramCrm.Sync.Reports.Charts;
using TelegramCrm.Sync.Reports.Markup;
using static TelegramCrm.Sync.Reports.Markup.CellFormat;

namespace TelegramCrm.Sync.Reports;

/// <summary>Which templates and articles carry the answers, who uses them, and which lie idle.</summary>
internal static class TemplateUsagePage
{
    private const string NoUsage = "No template was used in this period.";

    public static ReportPage Page { get; } = new("template-usage", "Template usage", Body);

    private static Html Body(PageContent content) => Html.Of($"""
        {(content["headline"].Rows[0].Count("usages") == 0 ? Section.Empty(NoUsage) : Usage(content))}
        {TemplateShelf.Of(content)}
        """);

    private static Html Usage(PageContent content) => Html.Of($"""
        {Summary(content["headline"].Rows[0])}
        {Trend(content)}
        {Top(content)}
        {Agents(content)}
        {Group(content, "by_queue", "By queue", "By the queue a ticket is in now.", new TableColumn("Queue", "queue_name", Text) { WhenNull = "No queue" })}
        {Group(content, "by_language", "By language", "By the language the template is written in.", new TableColumn("Language", "locale", Text) { WhenNull = "Not stated" })}
        """);

    private static Html Summary(ReportRow row) => Html.Of($"""
        {Headline.Of([
            HeadlineFigure.From(row, "Template uses", "usages", Measure.Count),
            HeadlineFigure.From(row, "Share of agents’ replies", "share_of_agent_replies", Measure.Share),
            HeadlineFigure.From(row, "Templates in use", "templates", Measure.Count),
            HeadlineFigure.From(row, "Agents using them", "agents", Measure.Count),
            HeadlineFigure.From(row, "Tickets reached", "tickets", Measure.Count),
            HeadlineFigure.From(row, "Edited before sending", "edited_before_send_share", Measure.Share),
            HeadlineFigure.From(row, "Tickets reopened after", "reopened_after_use", Measure.Count, Direction.Down),
        ])}
        <p class="note">A <b>use</b> is one template applied to one ticket. The <b>share</b> is of all public replies by agents. <b>Edited</b> is the share of the
        uses whose sent text can be compared with the template. <b>Reopened</b> counts tickets that came back within 7 days of the use.</p>
        """);

    private static Html Trend(PageContent content)
    {
        var slots = content.Days.Select(Display.Day).ToList();
        ChartSeries[] usages = [ChartSeries.From(content["by_day"], "Uses", "usages", Display.Count)];
        ChartSeries[] shares = [ChartSeries.From(content["by_day"], "Share of replies", "share_of_agent_replies", Display.Share)];
        var charts = Html.Of($"""
            {ColumnChart.Of(new Plot("usages", "Template uses", slots, usages), Scale.Counts(usages[0].Values))}
            {LineChart.Of(new Plot("shares", "Share of agents’ replies", slots, shares), Scale.Shares([.. shares[0].Values]))}
            """);
        return content.Charts("by_day", "Day by day", "A day without replies has no share.", charts,
        [
            new TableColumn("Day", "day", Day),
            new TableColumn("Uses", "usages", Count),
            new TableColumn("Agents’ replies", "replies", Count),
            new TableColumn("Share of replies", "share_of_agent_replies", Share),
        ]);
    }

    private static Html Top(PageContent content) => content.Table(
        "top_templates", "Templates in use", "The period before stands below each figure.", NoUsage,
        [
            new TableColumn("Template", "title", Text) { Mark = "standing" },
            new TableColumn("Uses", "usages", Count) { IsCompared = true },
            new TableColumn("Share of replies", "share_of_agent_replies", RankBar) { IsCompared = true },
            new TableColumn("Tickets", "tickets", Count),
            new TableColumn("Agents", "agents", Count),
            new TableColumn("Edited", "edited_before_send_share", Share),
            new TableColumn("Reopened", "reopened_after_use", Count),
        ],
        shownRows: 25);

    private static Html Agents(PageContent content) => content.Table(
        "by_agent", "By agent", "Everyone who replied or used a template in the period or in the one before.", NoUsage,
        [
            new TableColumn("Agent", "agent_name", Text) { WhenNull = "Unknown" },
            new TableColumn("Replies", "replies", Count) { IsCompared = true },
            new TableColumn("Uses", "usages", Count) { IsCompared = true },
            new TableColumn("Share of replies", "share_of_agent_replies", ShareBar) { IsCompared = true },
            new TableColumn("Templates", "templates", Count),
            new TableColumn("Edited", "edited_before_send_share", Share),
        ]);

    private static Html Group(PageContent content, string table, string heading, string note, TableColumn name) => content.Table(
        table, heading, note, NoUsage,
        [
            name,
            new TableColumn("Uses", "usages", Count) { IsCompared = true },
            new TableColumn("Templates", "templates", Count),
            new TableColumn("Tickets", "tickets", Count),
        ]);
}
