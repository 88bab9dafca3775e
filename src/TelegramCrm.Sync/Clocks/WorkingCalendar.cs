using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Clocks;

/// <summary>
/// Turns a calendar's wall-clock hours into intervals of real time. A second is open if and only if the wall clock in the zone stands
/// inside the hours at that second: an hour that the clock shows twice counts twice, one that it skips does not exist.
/// </summary>
public static class WorkingCalendar
{
    /// <summary>The open intervals that overlap a range, cut to it.</summary>
    /// <param name="calendar">Its versions each hold from the start of their first date, in their own zone, until the next one begins.</param>
    /// <param name="from">Where the range and the running total begin.</param>
    /// <param name="until">Where the range ends, exclusive.</param>
    /// <returns>Ascending; they neither touch nor overlap, so around-the-clock hours are one interval. Empty when nothing is open.</returns>
    public static IReadOnlyList<WorkingInterval> Expand(CalendarConfiguration calendar, Instant from, Instant until)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var intervals = new List<WorkingInterval>();
        for (var index = 0; index < calendar.Versions.Count; index++)
        {
            var begins = Instant.Max(from, BeginningOf(calendar.Versions[index]));
            var ends = index + 1 < calendar.Versions.Count ? Instant.Min(until, BeginningOf(calendar.Versions[index + 1])) : until;
            if (begins < ends)
                ExpandVersion(calendar.Versions[index], new Interval(begins, ends), intervals);
        }
        return intervals;
    }

    private static Instant BeginningOf(CalendarVersion version) =>
        version.From is { } date ? version.Zone.AtLeniently(date.AtMidnight()).ToInstant() : Instant.MinValue;

    private static void ExpandVersion(CalendarVersion version, Interval range, List<WorkingInterval> intervals)
    {
        var hours = new LocalHours(version);
        // Within a zone interval the offset is constant, so wall time and real time differ by one number.
        foreach (var zoneInterval in version.Zone.GetZoneIntervals(range))
        {
            var begins = zoneInterval.HasStart ? Instant.Max(range.Start, zoneInterval.Start) : range.Start;
            var ends = zoneInterval.HasEnd ? Instant.Min(range.End, zoneInterval.End) : range.End;
            var lastDate = ends.WithOffset(zoneInterval.WallOffset).Date;
            for (var date = begins.WithOffset(zoneInterval.WallOffset).Date; date <= lastDate; date = date.PlusDays(1))
            {
                var midnight = date.AtMidnight().WithOffset(zoneInterval.WallOffset).ToInstant();
                foreach (var open in hours.On(date))
                    Append(intervals, Instant.Max(begins, midnight.Plus(Duration.FromSeconds(open.Opens))), Instant.Min(ends, midnight.Plus(Duration.FromSeconds(open.Closes))));
            }
        }
    }

    private static void Append(List<WorkingInterval> intervals, Instant opensAt, Instant closesAt)
    {
        if (opensAt >= closesAt)
            return;
        if (intervals.Count == 0)
            intervals.Add(new WorkingInterval(opensAt, closesAt, 0));
        else if (intervals[^1].ClosesAt == opensAt)
            intervals[^1] = intervals[^1] with { ClosesAt = closesAt };
        else
            intervals.Add(new WorkingInterval(opensAt, closesAt, intervals[^1].SecondsBefore + intervals[^1].Seconds));
    }
}
