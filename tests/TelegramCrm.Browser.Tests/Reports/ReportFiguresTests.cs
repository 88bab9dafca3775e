using System.Globalization;

namespace TelegramCrm.Browser.Tests.Reports;

/// <summary>What a reader sees, held against plain SQL on the published database.</summary>
[Collection(Chromium.Collection)]
public sealed class ReportFiguresTests(Chromium chromium, WrittenReports reports) : IClassFixture<WrittenReports>
{
    [SkippableFact]
    public async Task Every_figure_by_queue_is_what_the_marts_say()
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf("service-levels.html"));
        using var published = Database.Open(reports.PublishedFile);
        var expected = published.List<string>($"""
            select concat_ws(' | ', coalesce(queue_name, 'No queue'), count(*),
                count(*) filter (frt_sla_status = 'breached'), quantile_disc(frt_business_seconds, 0.5), quantile_disc(frt_business_seconds, 0.9),
                count(*) filter (resolution_sla_status = 'breached'), quantile_disc(active_resolution_business_seconds, 0.5), quantile_disc(active_resolution_business_seconds, 0.9))
            from analytics.tickets join analytics.ticket_metrics as metrics using (ticket_id)
            where {await DaysAsync(opened, "metrics.created_at")}
            group by queue_id, queue_name
            """);

        var shown = await opened.Page.Locator("#by-queue tbody tr").EvaluateAllAsync<string[]>(
            "rows => rows.filter(row => row.cells[1].dataset.rank !== '0').map(row => [row.cells[0].textContent, ...[1, 3, 4, 5, 11, 12, 13].map(place => row.cells[place].dataset.rank).filter(rank => rank !== undefined)].join(' | '))");
        shown.ShouldBe(expected, ignoreOrder: true);
        shown.ShouldNotBeEmpty();
    }

    [SkippableFact]
    public async Task The_headline_is_what_the_marts_say()
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf("service-levels.html"));
        using var published = Database.Open(reports.PublishedFile);
        var days = await DaysAsync(opened, "metrics.created_at");
        var tickets = published.One<long>($"select count(*) from analytics.ticket_metrics as metrics where {days}");
        var replies = published.One<double>($"""
            select count(*) filter (status = 'met') / count(*) filter (status in ('met', 'breached'))
            from analytics.sla_events join analytics.ticket_metrics as metrics using (ticket_id)
            where metric = 'next_reply' and {days}
            """);

        var shown = await opened.TextsAsync(".headline .value");
        shown[0].ShouldBe(tickets.ToString("N0", CultureInfo.InvariantCulture));
        shown[2].ShouldBe($"{(replies * 100).ToString("0.0", CultureInfo.InvariantCulture)} %");
    }

    [SkippableFact]
    public async Task The_uses_of_each_template_are_what_the_marts_say()
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf("template-usage.html"));
        using var published = Database.Open(reports.PublishedFile);
        var expected = published.List<string>($"""
            select concat_ws(' | ', count(*), count(distinct ticket_id), count(distinct agent_id))
            from analytics.template_usages
            where {await DaysAsync(opened, "applied_at")}
            group by template_id
            order by count(*) desc
            limit 10
            """);

        var shown = await opened.Page.Locator("#top-templates tbody tr").EvaluateAllAsync<string[]>(
            "rows => rows.map(row => [1, 3, 4].map(place => row.cells[place].dataset.rank).join(' | '))");
        expected.ShouldBeSubsetOf(shown);
        (await opened.TextsAsync("#top-templates .mark")).ShouldContain("deleted");
        (await opened.TextsAsync("#top-templates th")).ShouldContain(title => title.StartsWith("No title ("));
    }

    [SkippableFact]
    public async Task A_page_names_the_run_and_the_moment_of_its_figures()
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf("sync-health.html"));
        using var published = Database.Open(reports.PublishedFile);
        var run = (await opened.TextsAsync("footer code")).Single();
        published.One<string>($"select strftime(as_of at time zone 'Europe/Berlin', '%-d %b %Y, %H:%M') from ops.runs where run_id = '{run}'")
            .ShouldBe((await opened.TextsAsync("footer p")).Single()["Figures as of ".Length..].Split(" (")[0]);
        (await opened.TextsAsync("#streams tbody th")).ShouldBe(published.List<string>("select upper(stream[1]) || replace(stream[2:], '_', ' ') from ops.cursors order by stream"));
        (await opened.TextsAsync(".verdicts li")).ShouldContain("✓ All data tests passed");
    }

    [SkippableFact]
    public async Task A_period_without_data_says_so_and_a_report_on_an_unknown_queue_names_those_near()
    {
        (await reports.ReportAsync("--from", "2020-01-01", "--to", "2020-01-07", "--out", "empty")).Well();
        await using var opened = await chromium.OpenAsync(reports.PathOf("../empty/service-levels.html"));
        (await opened.TextsAsync("p.empty")).ShouldBe(["No tickets were created in this period."]);
        await opened.ShouldBeFitToShowAsync();

        var refused = await reports.ReportAsync("--queue", "Deliverry");
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("--queue: there is no queue \"Deliverry\"; did you mean \"Delivery\"?");
    }

    /// <summary>The last thirty whole days in Berlin before the figures were computed, as SQL says it.</summary>
    private static async Task<string> DaysAsync(OpenedPage opened, string column)
    {
        var run = (await opened.TextsAsync("footer code")).Single();
        var today = $"(select date_trunc('day', as_of at time zone 'Europe/Berlin') from ops.runs where run_id = '{run}')";
        return $"{column} >= ({today} - interval 30 day) at time zone 'Europe/Berlin' and {column} < {today} at time zone 'Europe/Berlin'";
    }
}
