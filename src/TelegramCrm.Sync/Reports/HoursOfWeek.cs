using TelegramCrm.Sync.Reports.Charts;
using TelegramCrm.Sync.Reports.Markup;
using static TelegramCrm.Sync.Reports.Markup.CellFormat;

namespace TelegramCrm.Sync.Reports;

/// <summary>When in the week tickets arrive, and when they wait too long for an answer.</summary>
internal static class HoursOfWeek
{
    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    private static readonly string[] Hours = [.. Enumerable.Range(0, 24).Select(hour => $"{hour:00}:00")];

    public static Html Of(PageContent content)
    {
        var rows = content["hours_of_week"].Rows;
        var most = rows.Max(row => row.Count("tickets"));
        var arrivals = rows.ToDictionary(CellOf, row => HeatCell.OfCount(row.Count("tickets"), most));
        var shortfalls = rows.Where(row => row["frt_met_share"] is not null)
            .ToDictionary(CellOf, row => HeatCell.OfShortfall(row.Number("frt_met_share")!.Value, row.Count("frt_met") + row.Count("frt_breached")));
        var charts = Html.Of($"""
            {new HeatMap("arrivals-map", "Tickets created", Weekdays, Hours, arrivals, new HeatLegend("fewer", "more", "cool")).ToHtml()}
            {new HeatMap("on-time-map", "First responses on time, in percent", Weekdays, Hours, shortfalls, new HeatLegend("all on time", "fewest on time", "warm")).ToHtml()}
            """);
        return content.Charts("hours_of_week", "Hours of the week", $"By the hour of creation on the clock in {content.Period.Zone.Id}, summed over the period. A strong colour in the second map calls for people at that hour; hours with fewer than {HeatCell.FewestToJudge} settled promises stay blank.", charts,
        [
            new TableColumn("Weekday", "weekday", Named(weekday => Weekdays[weekday - 1])),
            new TableColumn("Hour", "hour", Named(hour => Hours[hour])),
            new TableColumn("Tickets", "tickets", Count),
            new TableColumn("First response kept", "frt_met", Count),
            new TableColumn("Missed", "frt_breached", Count),
            new TableColumn("On time", "frt_met_share", Share),
        ]);
    }

    private static (int Row, int Column) CellOf(ReportRow row) => ((int)row.Count("weekday") - 1, (int)row.Count("hour"));
}
