namespace TelegramCrm.Browser.Tests.Reports;

[Collection(Chromium.Collection)]
public sealed class ReportPagesTests(Chromium chromium, WrittenReports reports) : IClassFixture<WrittenReports>
{
    private static readonly string[] Pages = ["service-levels", "template-usage"];

    public static IEnumerable<object[]> Looks => Pages.SelectMany(_ => View.All, (page, view) => new object[] { page, view.Name });

    [SkippableTheory]
    [MemberData(nameof(Looks))]
    public async Task A_page_is_fit_to_be_shown_on_any_screen_in_any_theme(string page, string view)
    {
        await using var opened = await chromium.OpenAsync(reports.PathOf($"{page}.html"), View.Named(view));
        await opened.PictureAsync(page);
        await opened.ShouldBeFitToShowAsync();
    }
}
