using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>The last push of each connector.</summary>
internal static class PushPanel
{
    public static Panel Panel { get; } = new("pushes", "Pushes", Of);

    private static Html Of(BoardFigures figures) => figures.Pushes.Count == 0 ? Panel.Empty("No connector is configured.") : Html.Of($"""
        <table>
        <thead><tr><th scope="col">Connector</th><th scope="col" class="number">Last push</th><th scope="col" class="number">Sent</th><th scope="col" class="number">Failed</th></tr></thead>
        <tbody>{figures.Pushes.Select(push => Row(push, figures))}</tbody>
        </table>
        """);

    private static Html Row(LastPush push, BoardFigures figures) => Html.Of($"""
        <tr><th scope="row">{Words.Written(push.Connector)}{Trouble(push)}</th><td class="number">{(push.EndedAt is { } ended ? Times.Ago(figures.Now - ended) : "never")}</td>{Words.Count(push.Entities.Sum(entity => entity.Created + entity.Updated + entity.Removed))}{Words.Count(Math.Max(push.DeadLetters, push.Entities.Sum(entity => entity.Refused)) + push.Entities.Sum(entity => entity.Unsettled), "breached")}</tr>
        """);

    /// <summary>That it stopped, not why: a target's answer may say more than a wall should show.</summary>
    private static Html Trouble(LastPush push) => push.Entities.Any(entity => entity.Error is not null) ? Html.Of($""" <span class="breached">stopped early</span>""") : Html.None;
}
