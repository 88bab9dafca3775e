using NodaTime;

namespace TelegramCrm.Sync.Clocks;

/// <summary>A local date of a calendar as a person reads it.</summary>
/// <param name="Date">The date.</param>
/// <param name="Zone">The zone of the version that holds on it.</param>
/// <param name="Open">When it opens on this date, in the order of time. A night shift stands where it begins, with its end on the next date.</param>
/// <param name="Notes">Whatever makes the date different: holidays, special hours, closures, a clock that changes, a new version.</param>
/// <param name="WorkingSeconds">The working seconds between the midnights of this date; the part of a night shift after midnight is the next date's.</param>
public sealed record CalendarDay(LocalDate Date, DateTimeZone Zone, IReadOnlyList<OpenStretch> Open, IReadOnlyList<string> Notes, long WorkingSeconds);

/// <summary>Open time from an opening to the next closing; half-open.</summary>
/// <param name="OpensAt">By the wall clock of its first second.</param>
/// <param name="ClosesAt">By the wall clock of its last second, so that the end of a day is the midnight after it.</param>
public readonly record struct OpenStretch(OffsetDateTime OpensAt, OffsetDateTime ClosesAt)
{
    /// <summary>Whether it ends on a later date than it begins; the end of the day itself does not.</summary>
    public bool EndsNextDay => ClosesAt.LocalDateTime > OpensAt.Date.PlusDays(1).AtMidnight();

    /// <summary>The open seconds in it; above 0.</summary>
    public long Seconds => (long)(ClosesAt.ToInstant() - OpensAt.ToInstant()).TotalSeconds;
}
