using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Reports;

/// <summary>
/// The local clock as rows, so that SQL needs no time-zone arithmetic: each hour of the period, of the one before and of what follows until the report is written, with its local day,
/// weekday (1 is Monday) and hour. A clock change begins a row of its own, hence a repeated hour has two rows and a skipped one none.
/// </summary>
internal static class LocalHours
{
    public static void Store(DuckDBConnection connection, ReportPeriod period, Instant untilAt)
    {
        connection.Execute("create or replace temp table report_hours (from_at timestamptz, day date, weekday integer, hour integer)");
        using var appender = connection.CreateAppender("temp", "main", "report_hours");
        for (var at = period.PreviousFromAt; at < untilAt; at = Next(at, period.Zone))
        {
            var local = at.InZone(period.Zone).LocalDateTime;
            appender.CreateRow()
                .AppendValue(at.ToDateTimeUtc())
                .AppendValue(local.Date.ToDateOnly())
                .AppendValue((int)local.DayOfWeek)
                .AppendValue(local.Hour)
                .EndRow();
        }
    }

    private static Instant Next(Instant at, DateTimeZone zone)
    {
        var intoHour = Duration.FromNanoseconds(at.InZone(zone).TimeOfDay.NanosecondOfDay % NodaConstants.NanosecondsPerHour);
        var nextHour = at - intoHour + Duration.FromHours(1);
        var interval = zone.GetZoneInterval(at);
        return interval.HasEnd ? Instant.Min(nextHour, interval.End) : nextHour;
    }
}
