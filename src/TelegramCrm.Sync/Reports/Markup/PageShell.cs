using System.Globalization;

namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>What all pages share. A page needs no other file and no network: styles and script stand in it.</summary>
internal static class PageShell
{
    public static Html Of(PageContent content, IReadOnlyList<ReportPage> all)
    {
        var (page, period, source) = (content.Page, content.Period, content.Source);
        return Html.Of($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {Html.Trusted(Asset.Styles.Hash)}; script-src {Html.Trusted(Asset.Script.Hash)}; img-src data:; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>{page.Title}{(content.Scope.Queue is { } named ? $", {named.Name}" : "")}, {Display.Date(period.First)} – {Display.Date(period.Last)}</title>
        <link rel="icon" href="data:,">
        <style>{Html.Trusted(Asset.Styles.Text)}</style>
        </head>
        <body>
        <header>
        <nav aria-label="Reports">{all.Select(other => Link(other, page))}</nav>
        <h1>{page.Title}</h1>
        {QueueOf(content.Scope)}
        <p class="period">{Display.Date(period.First)} – {Display.Date(period.Last)}</p>
        <p class="source">{DaysOf(period)}, compared with the {DaysOf(period)} before ({Display.Date(period.First.PlusDays(-period.Days))} – {Display.Date(period.First.PlusDays(-1))}). Days and hours are those of {period.Zone.Id}.</p>
        </header>
        <main>
        {page.Body(content)}
        </main>
        <footer>
        <p>Figures as of {Display.Moment(source.AsOf, period.Zone)} ({period.Zone.Id}) · run <code>{source.RunId}</code> · written {Display.Moment(source.WrittenAt, period.Zone)}</p>
        </footer>
        <script>{Html.Trusted(Asset.Script.Text)}</script>
        </body>
        </html>

        """);
    }

    private static Html QueueOf(ReportScope scope) => scope.Queue is { } queue ? Html.Of($"""<p class="queue">Queue: <bdi dir="auto">{queue.Name}</bdi></p>""") : Html.None;

    private static Html Link(ReportPage other, ReportPage current) => other == current
        ? Html.Of($"""<a href="{other.FileName}" aria-current="page">{other.Title}</a>""")
        : Html.Of($"""<a href="{other.FileName}">{other.Title}</a>""");

    private static string DaysOf(ReportPeriod period) => period.Days == 1 ? "1 day" : string.Create(CultureInfo.InvariantCulture, $"{period.Days} days");
}
