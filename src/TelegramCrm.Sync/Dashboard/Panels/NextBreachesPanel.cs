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
        return promises.Count == 0 ? Panel.Empty("No clock is running.") : Html.Of($"""
            <table>
            <thead><tr><th scope="col">Due in</th><th scope="col">Ticket</th><th scope="col">Promise</th><th scope="col">Queue</th><th scope="col">Agent</th></tr></thead>
            <tbody>{promises.Rows.Select(row => Row(row, figures))}</tbody>
            </table>
            """);
    }

    private static Html Row(ReportRow row, BoardFigures figures) => Html.Of($"""
        <tr class="{(string)row["standing"]!}"><td class="due"><strong>{Display.Seconds(row.Count("seconds_left"))}</strong> <small>{Times.At((NodaTime.Instant)row["due_at"]!, figures)}</small></td>{PromiseCells.Of(row, figures)}</tr>
        """);
}
