using NodaTime;

namespace TelegramCrm.Sync.Dashboard;

/// <summary>Today until now, and the same weekday a week before until the same time of day, by the wall clock of a zone.</summary>
/// <param name="Now">The present instant.</param>
/// <param name="DayFrom">When today began.</param>
/// <param name="WeekBeforeFrom">When that day began.</param>
/// <param name="WeekBeforeUntil">When the clock showed on that day what it shows now.</param>
internal sealed record DayBounds(Instant Now, Instant DayFrom, Instant WeekBeforeFrom, Instant WeekBeforeUntil)
{
    public static DayBounds Of(Instant now, DateTimeZone zone)
    {
        var local = now.InZone(zone).LocalDateTime;
        return new(now, zone.AtStartOfDay(local.Date).ToInstant(), zone.AtStartOfDay(local.Date.PlusWeeks(-1)).ToInstant(), zone.AtLeniently(local.PlusWeeks(-1)).ToInstant());
    }
}
