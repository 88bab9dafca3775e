using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>Working time the slow way: look at the wall clock of every single instant.</summary>
internal static class CalendarOracle
{
    private const int Day = 86_400;

    public static bool IsOpen(CalendarConfiguration calendar, Instant instant)
    {
        var version = calendar.Versions.Last(version => version.From is not { } from || instant >= version.Zone.AtLeniently(from.AtMidnight()).ToInstant());
        var wallClock = instant.InZone(version.Zone).LocalDateTime;
        var second = (int)(wallClock.TickOfDay / NodaConstants.TicksPerSecond);
        var (today, eve) = (wallClock.Date, wallClock.Date.PlusDays(-1));
        if (IsClosed(version, wallClock, today, eve, second))
            return false;
        if (version.SpecialDays.TryGetValue(today, out var special))
            return special.Any(hours => hours.Opens <= second && second < hours.Closes);
        var eveHours = !IsHoliday(version, eve) && version.SpecialDays.TryGetValue(eve, out var specialEve) ? specialEve : Weekly(version, eve);
        return Weekly(version, today).Any(hours => hours.Opens <= second && second < hours.Closes)
            || eveHours.Any(hours => hours.Opens <= second + Day && second + Day < hours.Closes);
    }

    /// <summary>Whether each step of a range is open; correct for hours and offsets that are multiples of the step.</summary>
    public static bool[] Steps(CalendarConfiguration calendar, Instant from, int count, Duration step) =>
        [.. Enumerable.Range(0, count).Select(index => IsOpen(calendar, from + step * index))];

    private static bool IsClosed(CalendarVersion version, LocalDateTime wallClock, LocalDate today, LocalDate eve, int second) =>
        version.Holidays.Contains(today)
        || version.HolidayFiles.Any(file => file.Events.Any(closing => closing.From <= wallClock && wallClock < closing.Until && (version.CountTransparent || !closing.IsTransparent)))
        || Closures(version, today).Any(closed => closed.Begins <= second && second < closed.Ends)
        || Closures(version, eve).Any(closed => closed.Begins <= second + Day && second + Day < closed.Ends);

    private static bool IsHoliday(CalendarVersion version, LocalDate date) =>
        version.Holidays.Contains(date)
        || version.HolidayFiles.Any(file => file.Events.Any(closing => closing.From <= date.AtMidnight() && date.PlusDays(1).AtMidnight() <= closing.Until && (version.CountTransparent || !closing.IsTransparent)))
        || Closures(version, date).Any(closed => closed is { Begins: 0, Ends: >= Day });

    private static IReadOnlyList<ClosedHours> Closures(CalendarVersion version, LocalDate date) => version.Closures.TryGetValue(date, out var closed) ? closed : [];

    private static IReadOnlyList<OpenHours> Weekly(CalendarVersion version, LocalDate date) => version.Weekly.TryGetValue(date.DayOfWeek, out var hours) ? hours : [];
}
