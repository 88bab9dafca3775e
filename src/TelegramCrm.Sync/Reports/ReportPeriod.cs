using NodaTime;

namespace TelegramCrm.Sync.Reports;

/// <summary>The whole local days that a report speaks of. It is compared with as many days before them.</summary>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, which belongs to the period; not before <paramref name="First"/>.</param>
/// <param name="Zone">The zone whose days, weekdays and hours these are.</param>
public sealed record ReportPeriod(LocalDate First, LocalDate Last, DateTimeZone Zone)
{
    /// <summary>How many days it has; at least 1.</summary>
    public int Days => Period.DaysBetween(First, Last) + 1;

    /// <summary>Where its first day begins, inclusive.</summary>
    public Instant FromAt => StartOf(First);

    /// <summary>Where its last day ends, exclusive.</summary>
    public Instant ToAt => StartOf(Last.PlusDays(1));

    /// <summary>Where the period before begins; that one ends where this one starts.</summary>
    public Instant PreviousFromAt => StartOf(First.PlusDays(-Days));

    /// <summary>The last whole days before an instant: the day it lies in is not over and does not count.</summary>
    /// <param name="days">How many; at least 1.</param>
    /// <param name="asOf">When the figures were computed.</param>
    /// <param name="zone">The zone whose days these are.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no day in it.</exception>
    public static ReportPeriod LastDays(int days, Instant asOf, DateTimeZone zone)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var today = asOf.InZone(zone).Date;
        return new ReportPeriod(today.PlusDays(-days), today.PlusDays(-1), zone);
    }

    private Instant StartOf(LocalDate day) => Zone.AtStartOfDay(day).ToInstant();
}
