using NodaTime;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Reports.Markup;

namespace TelegramCrm.Sync.Dashboard.Panels;

/// <summary>The promises that are broken first if nobody does anything.</summary>
internal static class NextBreachesPanel
{
    public static Panel Panel { get; } = Panel.OfFigures("next-breaches", "Breaching next", Of);

    private static Html Of(BoardFigures figures, IReadOnlyDictionary<string, ReportRows> tables)
    {
        var promises = tables["next_breaches"];
        return promises.Count == 0 ? Panel.Empty("No clock is running.") : PromiseTable.Of("Due in", promises.Rows.Select(row => Row(row, figures)));
    }

    private static Html Row(ReportRow row, BoardFigures figures) => PromiseTable.Row(row, (string)row["standing"]!, Html.Of(
        $"""<strong>{Display.Seconds(row.Count("seconds_left"))}</strong> <small>{Times.At((Instant)row["due_at"]!, figures)}</small>"""), figures.Tickets);
}
