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
        {(content["headline"]["current"].Count("usages") == 0 ? Section.Empty(NoUsage) : Usage(content))}
        {Stale(content)}
        {Articles(content)}
        """);

    private static Html Usage(PageContent content) => Html.Of($"""
        {Summary(content["headline"])}
        {Trend(content)}
        {Top(content)}
        {Agents(content)}
        """);

    private static Html Summary(ReportRows periods) => Html.Of($"""
        {Headline.Of([
            HeadlineFigure.From(periods, "Template uses", "usages", Display.Count),
            HeadlineFigure.From(periods, "Share of agents’ replies", "share_of_agent_replies", Display.Share),
            HeadlineFigure.From(periods, "Templates in use", "templates", Display.Count),
            HeadlineFigure.From(periods, "Agents using them", "agents", Display.Count),
            HeadlineFigure.From(periods, "Tickets reached", "tickets", Display.Count),
            HeadlineFigure.From(periods, "Edited before sending", "edited_before_send_share", Display.Share),
        ])}
        <p class="note">A use is one template applied to one ticket. The share is of all public replies by agents. Edited is the share of the
        uses whose sent text can be compared with the template.</p>
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
        return Section.Of("by_day", "Day by day", "A day without replies has no share.", charts, content.Page.CsvOf("by_day"));
    }

    private static Html Top(PageContent content) => content.Table(
        "top_templates", "Top templates", "Reopened counts tickets that came back within 7 days of the use.", NoUsage,
        [
            new TableColumn("Template", "title", Text),
            new TableColumn("Uses", "usages", Count),
            new TableColumn("Before", "previous_usages", Count),
            new TableColumn("Share of replies", "share_of_agent_replies", RankBar),
            new TableColumn("Tickets", "tickets", Count),
            new TableColumn("Agents", "agents", Count),
            new TableColumn("Edited", "edited_before_send_share", Share),
            new TableColumn("Reopened", "reopened_after_use", Count),
        ],
        shownRows: 25);

    private static Html Agents(PageContent content) => content.Table(
        "by_agent", "By agent", "Everyone who replied or used a template.", NoUsage,
        [
            new TableColumn("Agent", "agent_name", Text) { WhenNull = "Unknown" },
            new TableColumn("Replies", "replies", Count),
            new TableColumn("Uses", "usages", Count),
            new TableColumn("Share of replies", "share_of_agent_replies", ShareBar),
            new TableColumn("Templates", "templates", Count),
            new TableColumn("Edited", "edited_before_send_share", Share),
        ]);

    private static Html Stale(PageContent content) => content.Table(
        "stale_templates", "Unused templates", "In the CRM, but not used since before the period began; the never used first.", "Every template was used.",
        [
            new TableColumn("Template", "title", Text),
            new TableColumn("Last used", "last_used_at", Moment(content.Period.Zone)) { WhenNull = "never" },
            new TableColumn("Days ago", "unused_days", Count),
            new TableColumn("Uses ever", "usages", Count),
        ],
        shownRows: 25);

    private static Html Articles(PageContent content) => content.Table(
        "articles", "Articles", "How often an article reaches customers, through its templates or attached to a ticket; counted up to when the figures were computed.", "No article is known.",
        [
            new TableColumn("Article", "title", Text),
            new TableColumn("Uses, 30 days", "usages_30d", Count),
            new TableColumn("Uses ever", "usages", Count),
            new TableColumn("Tickets", "tickets", Count),
            new TableColumn("Templates", "templates", Count),
            new TableColumn("Attached to tickets", "attached_to_tickets", Count),
            new TableColumn("Reopened", "reopened_after_use", Count),
        ],
        shownRows: 25);
}
