using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>The look-ups that the SQL of the clocks makes in <c>staging.working_intervals</c>, on one expansion of a calendar.</summary>
internal sealed class WorkingTime(CalendarConfiguration calendar, Instant from, Instant until)
{
    private readonly IReadOnlyList<WorkingInterval> intervals = WorkingCalendar.Expand(calendar, from, until);

    /// <summary>Working seconds of a calendar between two instants.</summary>
    public static long Between(CalendarConfiguration calendar, Instant from, Instant until) =>
        WorkingCalendar.Expand(calendar, from, until).Sum(interval => interval.Seconds);

    /// <summary>F(t): the working seconds since the expansion began.</summary>
    public long Before(Instant instant)
    {
        var opened = intervals.LastOrDefault(interval => interval.OpensAt <= instant);
        return opened == default ? 0 : opened.SecondsBefore + Math.Min((long)(instant - opened.OpensAt).TotalSeconds, opened.Seconds);
    }

    public long Elapsed(Instant start, Instant end) => Before(end) - Before(start);

    /// <summary>The earliest instant at which so many working seconds have passed; null when the expansion ends before.</summary>
    public Instant? Due(Instant start, long seconds)
    {
        var total = Before(start) + seconds;
        var used = intervals.FirstOrDefault(interval => interval.SecondsBefore + interval.Seconds >= total);
        return seconds == 0 ? start : used == default ? null : used.OpensAt + Duration.FromSeconds(total - used.SecondsBefore);
    }
}
