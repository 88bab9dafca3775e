namespace TelegramCrm.Browser.Tests.Reports;

[Collection(Chromium.Collection)]
public sealed class ReportPagesTests(Chromium chromium, WrittenReports reports) : IClassFixture<WrittenReports>
{
    private static readonly string[] Pages = ["service-levels", "template-usage", "sync-health"];

    public static IEnumerable<object[]> Looks => Pages.SelectMany(_ => View.All, (page, view) => new object[] { page, view.Name });

    [SkippableTheory]
    [MemberData(nameof(Looks))]
    public async Task A_page_is_fit_to_be_shown_on_any_screen_in_any_theme(string page, string view)
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf($"{page}.html"), View.Named(view));
        await opened.PictureAsync(page);
        await opened.ShouldBeFitToShowAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(AllPages))]
    public async Task A_page_prints_on_paper_without_what_only_a_screen_needs(string page)
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf($"{page}.html"), View.DesktopDark);
        new FileInfo(await opened.PrintAsync(page)).Length.ShouldBeGreaterThan(10_000);
        await opened.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        (await opened.Page.Locator("nav").IsVisibleAsync()).ShouldBeFalse();
        (await opened.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(255, 255, 255)");
    }

    [SkippableFact]
    public async Task Markup_in_subjects_names_and_titles_is_shown_as_text_and_does_nothing()
    {
        foreach (var page in Pages)
        {
            await using var opened = await chromium.OpenAsync(reports.PathOf($"{page}.html"));
            (await opened.Page.TitleAsync()).ShouldNotBe("owned");
            (await opened.Page.Locator("main script, main img, [onerror]").CountAsync()).ShouldBe(0);
            if (page != "sync-health")
                (await opened.TextsAsync("bdi")).ShouldContain(WrittenReports.Attack);
            opened.ShouldBeQuietAndAtHome();
        }
    }

    [SkippableFact]
    public async Task Names_of_any_length_and_direction_are_shown_whole()
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf("service-levels.html"), View.Phone);
        (await opened.TextsAsync("#by-agent tbody th")).ShouldContain(WrittenReports.LongName);
        (await opened.TextsAsync("#worst-breaches td.wide")).ShouldContain(WrittenReports.RightToLeft);
        var subject = opened.Page.Locator("bdi", new() { HasText = WrittenReports.RightToLeft }).First;
        (await subject.EvaluateAsync<string>("text => getComputedStyle(text).direction")).ShouldBe("rtl");
    }

    [SkippableFact]
    public async Task Ten_thousand_templates_are_cut_short_on_the_page_and_whole_in_the_csv()
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf("template-usage.html"));
        var all = reports.Csv("template-usage.stale-templates").Count;
        all.ShouldBeGreaterThanOrEqualTo(10_000);
        (await opened.Page.Locator("#stale-templates tbody tr").CountAsync()).ShouldBe(25);
        (await opened.TextsAsync("#stale-templates p.note")).ShouldContain(FormattableString.Invariant($"The first 25 of {all:N0} are shown; the CSV has all."));
        new FileInfo(reports.PathOf("template-usage.html")).Length.ShouldBeLessThan(300_000);
    }

    [SkippableFact]
    public async Task A_heading_sorts_by_mouse_and_by_keyboard_and_says_so()
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf("service-levels.html"));
        var heading = opened.Page.Locator("#by-queue th[data-place='3']"); // first responses missed, below a heading of its group
        await heading.Locator("button").ClickAsync();
        (await heading.GetAttributeAsync("aria-sort")).ShouldBe("descending");
        (await MissedAsync(opened)).ShouldBeInOrder(SortDirection.Descending);

        await heading.Locator("button").PressAsync("Enter");
        (await heading.GetAttributeAsync("aria-sort")).ShouldBe("ascending");
        (await MissedAsync(opened)).ShouldBeInOrder();

        await opened.Page.Locator("#by-queue th[data-place='0'] button").PressAsync("Space");
        (await heading.GetAttributeAsync("aria-sort")).ShouldBeNull();
        opened.ShouldBeQuietAndAtHome();
    }

    public static IEnumerable<object[]> AllPages => Pages.Select(page => new object[] { page });

    private static async Task<IReadOnlyList<int>> MissedAsync(OpenedPage opened) =>
        [.. (await opened.TextsAsync("#by-queue tbody tr > :nth-child(4)")).Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
}
