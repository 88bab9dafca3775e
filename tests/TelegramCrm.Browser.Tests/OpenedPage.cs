using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace TelegramCrm.Browser.Tests;

/// <summary>A page in a tab of its own, with everything that it asked for and complained of since it was opened.</summary>
public sealed class OpenedPage : IAsyncDisposable
{
    private static readonly string Pictures = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "pictures")).FullName;

    private readonly IBrowserContext context;
    private readonly View view;
    private readonly ConcurrentQueue<string> complaints = [];
    private readonly ConcurrentQueue<Uri> requests = [];

    internal OpenedPage(IBrowserContext context, IPage page, View view)
    {
        (this.context, Page, this.view) = (context, page, view);
        context.Request += (_, request) => requests.Enqueue(new(request.Url));
        page.PageError += (_, error) => complaints.Enqueue(error);
        page.Dialog += async (_, dialog) =>
        {
            complaints.Enqueue($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                complaints.Enqueue($"{message.Type}: {message.Text}");
        };
    }

    public IPage Page { get; }

    /// <summary>What the console, uncaught errors and dialogs said.</summary>
    public IReadOnlyList<string> Complaints => [.. complaints];

    /// <summary>Every request, the page's own included.</summary>
    public IReadOnlyList<Uri> Requests => [.. requests];

    /// <summary>The texts of all elements that a CSS selector finds, without spaces around them; no-break spaces are plain ones.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string selector) =>
        [.. (await Page.Locator(selector).AllTextContentsAsync()).Select(text => text.Replace('\u00A0', ' ').Trim())];

    /// <summary>Passes when the page is fit to be shown: quiet, at home, no wider than the window, and as accessible as a program can tell.</summary>
    public async Task ShouldBeFitToShowAsync()
    {
        ShouldBeQuietAndAtHome();
        await ShouldFitAsync();
        await ShouldBeAccessibleAsync();
    }

    /// <summary>Passes when nothing was complained of and no request left loopback.</summary>
    public void ShouldBeQuietAndAtHome()
    {
        Complaints.ShouldBeEmpty();
        Requests.Where(request => !request.IsFile && !request.IsLoopback && request.Scheme != "data").ShouldBeEmpty();
    }

    /// <summary>Passes when the page itself never scrolls sideways; wide tables scroll within their own boxes.</summary>
    public async Task ShouldFitAsync() =>
        (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, $"pixels that stick out on {view.Name}");

    /// <summary>Passes when axe finds nothing against WCAG 2.2 AA and its own best practices: contrast, headings, names, roles, tables.</summary>
    public async Task ShouldBeAccessibleAsync() => (await Page.RunAxe()).Violations.SelectMany(Found).ShouldBeEmpty();

    /// <summary>Takes a picture of the whole page for people to look at.</summary>
    /// <returns>Its path, in the tests' output folder under <c>pictures</c>.</returns>
    public async Task<string> PictureAsync(string name)
    {
        var path = Path.Combine(Pictures, $"{name}.{view.Name}.png");
        await Page.ScreenshotAsync(new() { Path = path, FullPage = true });
        return path;
    }

    /// <summary>Prints the page as Chromium prints to PDF, on A4.</summary>
    public async Task<string> PrintAsync(string name)
    {
        var path = Path.Combine(Pictures, $"{name}.pdf");
        await Page.PdfAsync(new() { Path = path, PreferCSSPageSize = true, Format = "A4", PrintBackground = true });
        return path;
    }

    public ValueTask DisposeAsync() => context.DisposeAsync();

    private static IEnumerable<string> Found(AxeResultItem violation) => violation.Nodes.Select(node => $"{violation.Id}: {violation.Help}: {node.Html}");
}
