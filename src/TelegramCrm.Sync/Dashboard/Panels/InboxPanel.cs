using System.Globalization;
using NodaTime;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>What waits in the inbox, and what came and was turned away in the last hour.</summary>
internal static class InboxPanel
{
    public static Panel Panel { get; } = new("inbox", "Webhooks", Of);

    private static Html Of(BoardFigures figures) => figures.Inbox is { IsOpen: false } ? Panel.Empty("There is no inbox: polling alone brings changes.") : Html.Of($"""
        <dl class="facts">
        {Words.Fact("Waiting", Waiting(figures.Inbox))}
        {Words.Fact("Taken in, last hour", $"{Display.Count(figures.Inbox.Flow.Stored)}{Rest(figures.Inbox.Flow)}")}
        {Words.Fact("In the figures within", figures.Inbox.Flow.ApplyP95Seconds is { } p95 ? string.Create(CultureInfo.InvariantCulture, $"{p95:0.#}\u00A0s for 95\u00A0%") : "–")}
        {Words.Fact("Refused, last hour", Refused(figures.Inbox.Flow))}
        {Words.Fact("Dead letters", Bad(figures.Inbox.Dead))}
        {Words.Fact("Missed, last day", Missed(figures))}
        </dl>
        """);

    private static Html Waiting(InboxHealth inbox) => (inbox.Waiting, inbox.Wanted) switch
    {
        (0, 0) => Html.Of($"""<span class="good">none</span>"""),
        (0, var wanted) => Html.Of($"{Display.Count(wanted)} tickets to fetch"),
        var (waiting, _) => Html.Of($"{Display.Count(waiting)}, the oldest {Times.Long(Duration.Max(Duration.Zero, inbox.OldestWait))}"),
    };

    private static string Rest(InboxFlow flow) => flow.Repeated == 0 ? "" : $", {Display.Count(flow.Repeated)} repeated";

    private static Html Refused(InboxFlow flow) => flow.Refused.Count == 0
        ? Html.Of($"""<span class="good">none</span>""")
        : Html.Of($"""<span class="warning">{string.Join(", ", flow.Refused.OrderByDescending(pair => pair.Value).Select(pair => $"{Display.Count(pair.Value)} {pair.Key.Replace('_', ' ')}"))}</span>""");

    private static Html Bad(long count) => count == 0 ? Html.Of($"""<span class="good">none</span>""") : Html.Of($"""<span class="breached">{Display.Count(count)}</span>""");

    private static Html Missed(BoardFigures figures) => figures.Standing.Webhooks is { Share: { } share, Missed: > 0 } missed
        ? Html.Of($"{Display.Count(missed.Missed)} changes ({Display.Share(share)}), found by polling")
        : Html.Of($"""<span class="good">none</span>""");
}
