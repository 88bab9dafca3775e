using TelegramCrm.Sync.Reports.Markup;
using static TelegramCrm.Sync.Reports.Markup.CellFormat;

namespace TelegramCrm.Sync.Reports;

/// <summary>What to do about templates and articles: which help, which to look after, which to write.</summary>
internal static class TemplateShelf
{
    private const string AllTime = "Up to when the figures were computed, in all queues.";

    public static Html Of(PageContent content) => Html.Of($"""
        {Effects(content)}
        {Candidates(content)}
        {Stale(content)}
        {Articles(content)}
        """);

    private static Html Effects(PageContent content) => content.Table(
        "effects", "Do they help?", $"The median time to resolve tickets with the template, less that of the other tickets of the same queue and priority: below zero is faster. It shows what goes together, not why. {AllTime}", "No template was ever used.",
        [
            new TableColumn("Template", "title", Text),
            new TableColumn("Time to resolve", "effect_business_seconds", Seconds) { WhenNull = "too few tickets" },
            new TableColumn("Tickets with it", "effect_tickets", Count),
            new TableColumn("Compared with", "effect_other_tickets", Count),
            new TableColumn("Uses, 30 days against before", "usages_trend", Share),
            new TableColumn("Text changed on sending", "edit_share", Share),
            new TableColumn("Templates of its article", "article_templates", Count),
        ],
        shownRows: 15);

    private static Html Candidates(PageContent content) => content.Table(
        "candidates", "Worth a template", $"Texts that agents keep typing by hand, in five tickets or more. {AllTime}", "No text is typed again and again.",
        [
            new TableColumn("For example", "example", Text) { IsWide = true },
            new TableColumn("Replies", "replies", Count),
            new TableColumn("Tickets", "tickets", Count),
            new TableColumn("Agents", "agents", Count),
            new TableColumn("Last sent", "last_sent_at", Moment(content.Period.Zone)),
        ],
        shownRows: 15);

    private static Html Stale(PageContent content) => content.Table(
        "stale_templates", "Unused and stale templates", "In the CRM, but not used since before the period began, the never used first; or in use and unchanged for a year (stale). In all queues.", "Every template is in use and looked after.",
        [
            new TableColumn("Template", "title", Text) { Mark = "standing" },
            new TableColumn("Last used", "last_used_at", Moment(content.Period.Zone)) { WhenNull = "never" },
            new TableColumn("Days ago", "unused_days", Count),
            new TableColumn("Uses ever", "usages", Count),
            new TableColumn("Changed", "updated_at", Moment(content.Period.Zone)),
        ],
        shownRows: 25);

    private static Html Articles(PageContent content) => content.Table(
        "articles", "Articles", $"How often an article reaches customers, through its templates or attached to a ticket. {AllTime}", "No article is known.",
        [
            new TableColumn("Article", "title", Text),
            new TableColumn("Uses, 30 days", "usages_30d", Count),
            new TableColumn("30 days before", "usages_prev_30d", Count),
            new TableColumn("Uses ever", "usages", Count),
            new TableColumn("Tickets", "tickets", Count),
            new TableColumn("Templates", "templates", Count),
            new TableColumn("Attached to tickets", "attached_to_tickets", Count),
            new TableColumn("Reopened", "reopened_after_use", Count),
        ],
        shownRows: 25);
}
