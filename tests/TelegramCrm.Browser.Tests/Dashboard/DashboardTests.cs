using TelegramCrm.Browser.Tests.Reports;

namespace TelegramCrm.Browser.Tests.Dashboard;

[Collection(Chromium.Collection)]
public sealed class DashboardTests(Chromium chromium, ServedDashboard served) : IClassFixture<ServedDashboard>
{
    private const string Live = "#connection[data-state=live]";

    public static IEnumerable<object[]> Looks => View.All.Select(view => new object[] { view.Name });

    [SkippableTheory]
    [MemberData(nameof(Looks))]
    public async Task It_is_fit_to_be_shown_on_any_screen_in_any_theme(string view)
    {
        await using var opened = await chromium.OpenAsync(served.Address, View.Named(view));
        await opened.Page.WaitForSelectorAsync(Live);
        await opened.PictureAsync("dashboard");
        await opened.ShouldBeFitToShowAsync();
    }

    [SkippableFact]
    public async Task Its_figures_are_those_of_the_marts()
    {
        await served.PublishAsync();
        using var marts = served.Published;
        await using var opened = await chromium.OpenAsync(served.Address);
        const string Open = "analytics.tickets where status in ('new', 'open', 'pending', 'on_hold')";
        (await opened.TextsAsync("#standing .hero strong")).ShouldBe([$"{marts.Count(Open)}"]);
        (await opened.TextsAsync("#standing .tiles dd")).Sum(int.Parse).ShouldBe((int)marts.Count(Open));
        (await opened.TextsAsync("#queues tbody tr")).Order().ShouldBe(marts.List<string>($"""
            select coalesce(queue_name, 'no queue') || count(*) || count(*) filter (assigned_agent_id is null) from {Open} group by queue_name
            """).Order(), new StartsWith());
        (await opened.TextsAsync("#next-breaches tbody .id")).Count.ShouldBe((int)Math.Min(12, marts.One<long>("""
            select count(*) from analytics.sla_events join analytics.tickets as tickets using (ticket_id)
            where fulfilled_at is null and sla_events.status in ('running', 'warning') and tickets.status in ('new', 'open', 'pending', 'on_hold') and breach_at > now()
            """)));
    }

    [SkippableFact]
    public async Task What_a_webhook_brings_shows_without_anybody_asking()
    {
        await using var opened = await chromium.OpenAsync(served.Address);
        await opened.Page.WaitForSelectorAsync(Live);
        var before = await opened.TextsAsync("#inbox");

        await served.WorkAsync(changes: 80);

        await opened.Page.WaitForFunctionAsync("open => document.querySelector('#standing .hero strong').textContent === open", served.OpenInTheCrm);
        (await opened.TextsAsync("#inbox")).ShouldNotBe(before);
        opened.ShouldBeQuietAndAtHome();
    }

    [SkippableFact]
    public async Task A_script_in_a_subject_is_text_and_nothing_else()
    {
        await using var opened = await chromium.OpenAsync(served.Address);
        await opened.Page.WaitForSelectorAsync(Live);
        (await opened.TextsAsync("tbody bdi")).ShouldContain(WrittenReports.Attack);
        (await opened.Page.TitleAsync()).ShouldContain("Support desk");
        (await opened.Page.Locator("main script, main img").CountAsync()).ShouldBe(0);
        opened.ShouldBeQuietAndAtHome();
    }

    private sealed class StartsWith : IEqualityComparer<string>
    {
        public bool Equals(string? x, string? y) => x!.StartsWith(y!, StringComparison.Ordinal) || y!.StartsWith(x, StringComparison.Ordinal);

        public int GetHashCode(string obj) => 0;
    }
}
