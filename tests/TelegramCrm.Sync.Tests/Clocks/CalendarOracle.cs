using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>Working time the slow way: look at the wall clock of every single instant.</summary>
internal static class CalendarOracle
{
    public static bool IsOpen(CalendarConfiguration calendar, Instant instant)
    {
        var version = calendar.Versions.Last(version => version.From is not { } from || instant >= version.Zone.AtLeniently(from.AtMidnight()).ToInstant());
        var wallClock = instant.InZone(version.Zone).LocalDateTime;
        var second = (int)(wallClock.TickOfDay / NodaConstants.TicksPerSecond);
        var (today, eve) = (wallClock.Date, wallClock.Date.PlusDays(-1));
        if (version.Holidays.Contains(today))
            return false;
        if (version.SpecialDays.TryGetValue(today, out var special))
            return special.Any(hours => hours.Opens <= second && second < hours.Closes);
        var eveHours = !version.Holidays.Contains(eve) && version.SpecialDays.TryGetValue(eve, out var specialEve) ? specialEve : Weekly(version, eve);
        return Weekly(version, today).Any(hours => hours.Opens <= second && second < hours.Closes)
            || eveHours.Any(hours => hours.Opens <= second + 86_400 && second + 86_400 < hours.Closes);
    }

    /// <summary>Whether each step of a range is open; correct for hours and offsets that are multiples of the step.</summary>
    public static bool[] Steps(CalendarConfiguration calendar, Instant from, int count, Duration step) =>
        [.. Enumerable.Range(0, count).Select(index => IsOpen(calendar, from + step * index))];

    private static IReadOnlyList<OpenHours> Weekly(CalendarVersion version, LocalDate date) => version.Weekly.TryGetValue(date.DayOfWeek, out var hours) ? hours : [];
}
