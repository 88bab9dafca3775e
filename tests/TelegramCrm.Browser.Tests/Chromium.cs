using Microsoft.Playwright;

namespace TelegramCrm.Browser.Tests;

/// <summary>The one headless browser of this test process. Test classes name its collection and take it in their constructor.</summary>
[CollectionDefinition(Collection)]
public sealed class Chromium : IAsyncLifetime, ICollectionFixture<Chromium>
{
    public const string Collection = "a browser";

    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly string? Program = Places.FirstOrDefault(File.Exists);

    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        if (Program is null)
            return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Program,
            Args = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]"], // whatever a page tries, nothing leaves this machine
        });
    }

    /// <summary>Opens an address as a reader does; skips the test where no Chromium is installed.</summary>
    /// <param name="address">A file's path, or a URL on loopback.</param>
    /// <param name="view">How it is looked at; the desktop in light without it.</param>
    public async Task<OpenedPage> OpenAsync(string address, View? view = null)
    {
        Skip.If(browser is null, "Chromium is not installed here; on Debian: apt-get install chromium");
        view ??= View.Desktop;
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = view.Width, Height = view.Height },
            ColorScheme = view.Scheme,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Pacific/Auckland", // far from any zone of the tests: no page may show the reader's own time
        });
        var page = new OpenedPage(context, await context.NewPageAsync(), view);
        await page.Page.GotoAsync(Path.IsPathRooted(address) ? new Uri(address).AbsoluteUri : address);
        return page;
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
    }
}
