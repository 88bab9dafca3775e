using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>A part of the page that is replaced on its own.</summary>
/// <param name="Id">Its id on the page, and the name of its events.</param>
/// <param name="Heading">What stands above it.</param>
/// <param name="Body">Its markup.</param>
internal sealed record Panel(string Id, string Heading, Func<BoardFigures, Html> Body)
{
    /// <summary>A panel of figures from the marts, which says so before there are any.</summary>
    public static Panel OfFigures(string id, string heading, Func<BoardFigures, IReadOnlyDictionary<string, Reports.ReportRows>, Html> body) => new(id, heading, figures =>
        figures.Tables is { } tables ? body(figures, tables) : Empty("No figures yet: the first sync makes them."));

    /// <summary>Says that there is nothing to show.</summary>
    public static Html Empty(string sentence) => Html.Of($"""<p class="empty">{sentence}</p>""");
}
