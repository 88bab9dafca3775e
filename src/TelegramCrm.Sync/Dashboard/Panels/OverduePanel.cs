using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>The promises that were broken last and still wait.</summary>
internal static class OverduePanel
{
    public static Panel Panel { get; } = Panel.OfFigures("overdue", "Overdue, latest first", Of);

    private static Html Of(BoardFigures figures, IReadOnlyDictionary<string, ReportRows> tables)
    {
        var promises = tables["overdue"];
        return promises.Count == 0 ? Panel.Empty("Nothing is overdue.") : Html.Of($"""
            {PromiseTable.Of("Late by", promises.Rows.Select(row => Row(row, figures)))}
            {More(promises.Rows[0].Count("overdue") - promises.Count)}
            """);
    }

    private static Html Row(ReportRow row, BoardFigures figures) => PromiseTable.Row(
        row, "breached", Html.Of($"""<strong>{(row["seconds_late"] is long late ? Display.Seconds(late) : "–")}</strong>"""), figures.Tickets);

    private static Html More(long more) => more == 0 ? Html.None : Html.Of($"""<p class="note">and {Display.Count(more)} more</p>""");
}
