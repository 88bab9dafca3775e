using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What of calendars and rules is valid, but does something else than its writer seems to want.</summary>
internal static class CalendarSuspicions
{
    private const int Day = 24 * 60 * 60;

    /// <summary>Every suspicion: the path, what is odd, and the remedy.</summary>
    /// <param name="configuration">Valid.</param>
    /// <param name="now">Tells holidays that are over from those to come.</param>
    public static IEnumerable<(string Path, string What, string Remedy)> Of(SyncConfiguration configuration, Instant now) =>
    [
        .. configuration.Calendars.SelectMany(calendar => calendar.Paths().SelectMany(version => Hours(version.Path, version.Version))),
        .. configuration.Calendars.SelectMany(calendar => calendar.Paths().SelectMany(version => Exceptions(version.Path, version.Version))),
        .. configuration.Calendars.SelectMany(calendar => Versions(calendar, now)),
        .. Unused(configuration),
        .. NeverReached("calendarRules", configuration.CalendarRules.Select(rule => rule.When)),
        .. NeverReached("slaPolicies", configuration.SlaPolicies.Select(policy => policy.When)),
    ];

    private static IEnumerable<(string, string, string)> Hours(string path, CalendarVersion version)
    {
        if (version.Weekly.Values.All(hours => hours.Count == 0))
            yield return ($"{path}.weekly", "has no hours in the whole week: no working time passes, and nothing is ever due", "write hours such as \"mon\": \"09:00-18:00\", or leave it if that is meant");
        foreach (var (day, hours) in version.Weekly)
        {
            var at = $"{path}.weekly.{day.ToString()[..3].ToLowerInvariant()}";
            foreach (var lost in MinutesLost(at, hours)) yield return lost;
            var eve = version.Weekly.GetValueOrDefault(day == IsoDayOfWeek.Monday ? IsoDayOfWeek.Sunday : day - 1) ?? [];
            if (Overlap([.. eve.Where(night => night.Closes > Day).Select(night => new OpenHours(0, night.Closes - Day)), .. hours]))
                yield return (at, "has hours that overlap each other or a night shift of the day before; such time counts once", "let each interval begin where the one before it ends");
        }
    }

    private static IEnumerable<(string, string, string)> Exceptions(string path, CalendarVersion version)
    {
        foreach (var (date, hours) in version.SpecialDays)
        {
            var at = $"{path}.specialDays.{date:uuuu-MM-dd}";
            foreach (var lost in MinutesLost(at, hours)) yield return lost;
            if (Overlap(hours)) yield return (at, "has hours that overlap; such time counts once", "let each interval begin where the one before it ends");
        }
        foreach (var (key, date) in version.SpecialDays.Keys.Select(date => ("specialDays", date)).Concat(version.Closures.Keys.Select(date => ("closures", date))))
            if (HolidayOn(version, date) is { } holiday)
                yield return ($"{path}.{key}.{date:uuuu-MM-dd}", $"has no effect, because {holiday} is a holiday", "take the date out of one of the two");
    }

    private static IEnumerable<(string, string, string)> Versions(CalendarConfiguration calendar, Instant now)
    {
        foreach (var ((path, version), ends) in calendar.Paths().Zip(calendar.Versions.Skip(1).Select(next => (Instant?)next.Begins).Append(null)))
        {
            if (ends <= version.Begins)
                yield return (path, "is never in force: the next version begins at the same instant or before it, in its own zone", "give the next version a later \"from\", or take this one out");
            // A version that is over may speak of the past.
            var thisYear = now.InZone(version.Zone).Date.Year;
            if ((ends is null || ends > now) && LastHoliday(version) is { } last && last.Year < thisYear)
                yield return ($"{path}.{(version.Holidays.Count > 0 ? "holidays" : "holidayFiles")}", $"ends with {last:uuuu-MM-dd}: there is no holiday in {thisYear} or later", "add those to come, or name an iCalendar file under \"holidayFiles\"");
        }
    }

    private static IEnumerable<(string, string, string)> Unused(SyncConfiguration configuration) => configuration.Calendars
        .Where(calendar => calendar.Name != configuration.DefaultCalendar && configuration.CalendarRules.All(rule => rule.Calendar != calendar.Name)
            && configuration.Automation?.Assignment?.Rules.Any(rule => rule.When.During == calendar.Name || rule.When.Outside == calendar.Name) != true)
        .Select(calendar => ($"calendars.{calendar.Name}", "is chosen by no rule and is not the default", "name it under \"calendarRules\" or \"defaultCalendar\", or take it out"));

    private static IEnumerable<(string, string, string)> NeverReached(string list, IEnumerable<TicketCondition> conditions)
    {
        var before = new List<TicketCondition>();
        foreach (var (index, condition) in conditions.Index())
        {
            if (before.FindIndex(earlier => earlier.Covers(condition)) is >= 0 and var covering)
                yield return ($"{list}[{index}]", $"never holds: {list}[{covering}] matches every ticket that this one matches, and stands first", "put it before the other, or narrow the other's \"when\"");
            before.Add(condition);
        }
    }

    private static IEnumerable<(string, string, string)> MinutesLost(string path, IReadOnlyList<OpenHours> hours) => hours.Index()
        .Where(interval => interval.Item.Closes is Day - 60 or Day - 1)
        .Select(interval => (CalendarPaths.Item(path, interval.Index, hours.Count), $"\"{HoursText.Format(interval.Item)}\" loses the last {(interval.Item.Closes == Day - 1 ? "second" : "minute")} before midnight",
            $"write \"{HoursText.Format(interval.Item with { Closes = Day })}\""));

    private static bool Overlap(IReadOnlyList<OpenHours> hours)
    {
        var closes = 0;
        foreach (var interval in hours.OrderBy(interval => interval.Opens))
        {
            if (interval.Opens < closes) return true;
            closes = interval.Closes;
        }
        return false;
    }

    private static string? HolidayOn(CalendarVersion version, LocalDate date) => version.Holidays.Contains(date) ? "the date"
        : version.ClosingEvents.FirstOrDefault(closing => closing.From <= date.AtMidnight() && closing.Until >= date.PlusDays(1).AtMidnight()) is { } holiday ? $"\"{holiday.Name}\"" : null;

    private static LocalDate? LastHoliday(CalendarVersion version) =>
        version.Holidays.Concat(version.ClosingEvents.Select(closing => closing.Until.PlusNanoseconds(-1).Date)).Select(date => (LocalDate?)date).Max();
}
