using NodaTime;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>How fresh everything on the page is, in plain view.</summary>
internal static class FreshnessLine
{
    public const string Id = "freshness";

    public static Html Of(BoardFigures figures) => Html.Of($"""<span class="clock">{Times.ToTheSecond(figures.Now, figures.Zone)}</span> <span class="zone">{figures.Zone.Id}</span> <span class="asof">{Standing(figures)}</span>""");

    /// <summary>That the figures below are old, because they could not be read.</summary>
    public static Html Unreadable(Instant now, DateTimeZone zone) => Html.Of(
        $"""<span class="clock">{Times.ToTheSecond(now, zone)}</span> <span class="zone">{zone.Id}</span> <span class="asof breached">The figures could not be read; what stands below is older. The log says why.</span>""");

    private static Html Standing(BoardFigures figures) => figures.Freshness switch
    {
        { AsOf: null } => Html.Of($"no figures yet"),
        { RefreshedAsOf: { } refreshed } fresh => Html.Of($"Figures as of {Times.ToTheSecond(Instant.Max(fresh.AsOf!.Value, refreshed), figures.Zone)} ({Times.Ago(figures.Now - Instant.Max(fresh.AsOf.Value, refreshed))}){Behind(fresh.LoadsBehind)}; all tickets as of {Times.At(fresh.AsOf.Value, figures)}"),
        { AsOf: { } asOf } fresh => Html.Of($"Figures as of {Times.At(asOf, figures)} ({Times.Ago(figures.Now - asOf)}){Behind(fresh.LoadsBehind)}"),
    };

    private static Html Behind(long loads) => loads == 0 ? Html.None : Html.Of($""", <span class="warning">{Display.Count(loads)} loads are not in them yet</span>""");
}
