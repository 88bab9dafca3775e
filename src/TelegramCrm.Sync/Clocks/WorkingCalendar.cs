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
    /// <param name="calendar">Its versions each hold from the start of their first date, in their own zone, until a later one begins.</param>
    /// <param name="from">Where the range and the running total begin.</param>
    /// <param name="until">Where the range ends, exclusive.</param>
    /// <returns>Ascending; they neither touch nor overlap, so around-the-clock hours are one interval. Empty when nothing is open.</returns>
    public static IReadOnlyList<WorkingInterval> Expand(CalendarConfiguration calendar, Instant from, Instant until)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var intervals = new List<WorkingInterval>();
        foreach (var piece in Pieces(calendar, from, until))
            Append(intervals, piece);
        return intervals;
    }

    /// <summary>The same, cut at every midnight and wherever the zone's offset changes, in the order of time.</summary>
    internal static IEnumerable<OpenPiece> Pieces(CalendarConfiguration calendar, Instant from, Instant until)
    {
        for (var index = 0; index < calendar.Versions.Count; index++)
        {
            var begins = Instant.Max(from, calendar.Versions[index].Begins);
            // A version of a zone far to the east may begin before the one it follows, which then never holds.
            var ends = calendar.Versions.Skip(index + 1).Aggregate(until, (earliest, later) => Instant.Min(earliest, later.Begins));
            if (begins >= ends)
                continue;
            foreach (var piece in Pieces(calendar.Versions[index], new Interval(begins, ends)))
                yield return piece;
        }
    }

    private static IEnumerable<OpenPiece> Pieces(CalendarVersion version, Interval range)
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
                {
                    var (opensAt, closesAt) = (Instant.Max(begins, midnight.Plus(Duration.FromSeconds(open.Opens))), Instant.Min(ends, midnight.Plus(Duration.FromSeconds(open.Closes))));
                    if (opensAt < closesAt)
                        yield return new OpenPiece(date, zoneInterval.WallOffset, opensAt, closesAt);
                }
            }
        }
    }

    private static void Append(List<WorkingInterval> intervals, OpenPiece piece)
    {
        if (intervals.Count == 0)
            intervals.Add(new WorkingInterval(piece.OpensAt, piece.ClosesAt, 0));
        else if (intervals[^1].ClosesAt == piece.OpensAt)
            intervals[^1] = intervals[^1] with { ClosesAt = piece.ClosesAt };
        else
            intervals.Add(new WorkingInterval(piece.OpensAt, piece.ClosesAt, intervals[^1].SecondsBefore + intervals[^1].Seconds));
    }
}
