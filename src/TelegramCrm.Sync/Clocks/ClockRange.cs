using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Clocks;

/// <summary>
/// The time a calendar is expanded over. Its start never moves, so that running totals stay comparable; its end goes as far beyond
/// <c>as_of</c> as any clock that still runs can need, and moves once a year, so that the intervals seldom change.
/// </summary>
public static class ClockRange
{
    /// <summary>Where running totals begin: long before Telegram, and before any helpdesk whose history may have been moved into it.</summary>
    public static readonly Instant Start = Instant.FromUtc(2000, 1, 1, 0, 0);

    private static readonly Instant Latest = Instant.FromUtc(9990, 1, 1, 0, 0);

    /// <summary>A calendar's open intervals, far enough that the longest target can be used up after <paramref name="asOf"/>.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="asOf">What the figures take for now.</param>
    /// <param name="longestTargetSeconds">The most working seconds that any policy grants; 0 without policies.</param>
    /// <returns>Intervals whose running total begins at <see cref="Start"/>. Only a calendar that never opens again holds less than the target.</returns>
    public static IReadOnlyList<WorkingInterval> Expand(CalendarConfiguration calendar, Instant asOf, long longestTargetSeconds)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var years = 2;
        while (true)
        {
            var until = EndOfYear(asOf, years);
            var intervals = WorkingCalendar.Expand(calendar, Start, until);
            if (until == Latest || SecondsAfter(intervals, asOf) >= longestTargetSeconds || NeverOpensAfter(calendar, until))
                return intervals;
            years *= 2;
        }
    }

    private static Instant EndOfYear(Instant asOf, int years)
    {
        var year = asOf.InUtc().Year + years;
        return year >= Latest.InUtc().Year ? Latest : Instant.FromUtc(year, 1, 1, 0, 0);
    }

    private static long SecondsAfter(IReadOnlyList<WorkingInterval> intervals, Instant asOf)
    {
        var seconds = 0L;
        for (var index = intervals.Count - 1; index >= 0 && intervals[index].ClosesAt > asOf; index--)
            seconds += (long)(intervals[index].ClosesAt - Instant.Max(asOf, intervals[index].OpensAt)).TotalSeconds;
        return seconds;
    }

    private static bool NeverOpensAfter(CalendarConfiguration calendar, Instant until)
    {
        var last = calendar.Versions[^1];
        var lastDate = last.SpecialDays.Keys.Append(last.From ?? LocalDate.MinIsoValue).Max();
        return last.Weekly.Values.All(hours => hours.Count == 0) && last.Zone.AtLeniently(lastDate.PlusDays(2).AtMidnight()).ToInstant() <= until;
    }
}
