using System.Globalization;
using NodaTime;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>Every panel of the page, in its order.</summary>
internal static class AllPanels
{
    public static IReadOnlyList<Panel> InOrder { get; } =
    [
        StandingPanel.Panel, FirstResponsePanel.Panel, NextBreachesPanel.Panel, OverduePanel.Panel, QueuesPanel.Panel, AgentsPanel.Panel, SyncPanel.Panel, InboxPanel.Panel, PushPanel.Panel,
    ];

    /// <summary>Puts figures into the page's words.</summary>
    public static Picture Paint(BoardFigures figures)
    {
        var fragments = InOrder.ToDictionary(panel => panel.Id, panel => panel.Body(figures).ToString());
        fragments[FreshnessLine.Id] = FreshnessLine.Of(figures).ToString();
        fragments[StandingPanel.SpokenId] = StandingPanel.Spoken(figures).ToString();
        return new(figures.Now, StandingPanel.Title(figures), fragments);
    }

    /// <summary>The picture before, which says that it could not be renewed.</summary>
    public static Picture Unreadable(Picture? before, Instant now, DateTimeZone zone)
    {
        var fragments = before?.Fragments.ToDictionary()
            ?? InOrder.ToDictionary(panel => panel.Id, _ => Panel.Empty("Could not be read.").ToString());
        fragments.TryAdd(StandingPanel.SpokenId, "");
        fragments[FreshnessLine.Id] = FreshnessLine.Unreadable(now, zone).ToString();
        return new(now, string.Create(CultureInfo.InvariantCulture, $"! {before?.Title ?? "Support desk"}"), fragments);
    }
}
