using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What must hold between the values of calendars, and between them and those who name them.</summary>
internal static class CalendarConsistency
{
    /// <summary>Every rule that is broken: the path, what is wrong, and the remedy.</summary>
    public static IEnumerable<(string Path, string What, string Remedy)> Broken(CalendarSections sections) =>
    [
        .. sections.Calendars.SelectMany(Versions),
        .. sections.Calendars.SelectMany(calendar => calendar.Paths().SelectMany(version => HolidayFiles(version.Path, version.Version))),
        .. Names(sections),
    ];

    private static IEnumerable<(string, string, string)> Versions(CalendarConfiguration calendar)
    {
        if (calendar.Versions[0].From is not null)
            yield return ($"calendars.{calendar.Name}", "has no hours before its first version", "leave \"from\" out of the first version: it holds since ever");
        foreach (var (index, version) in calendar.Versions.Index().Skip(1))
            if (version.From is null || version.From <= calendar.Versions[index - 1].From)
                yield return ($"calendars.{calendar.Name}[{index}]", "doesn't begin after the version before it", "give each later version a later \"from\"");
    }

    private static IEnumerable<(string, string, string)> HolidayFiles(string path, CalendarVersion version)
    {
        foreach (var (index, file) in version.HolidayFiles.Index())
        {
            var at = CalendarPaths.Item($"{path}.holidayFiles", index, version.HolidayFiles.Count);
            var name = Path.GetFileName(file.Path);
            // The wall clock of another zone can't be taken for this one's, and a closure that moves by an hour or two would be seen by nobody.
            foreach (var foreign in file.Events.Where(closing => closing.Zone is { } zone && zone != Zones.Canonical(version.Zone.Id)).DistinctBy(closing => closing.Line))
                yield return (at, $"{name}, line {foreign.Line}: the event \"{foreign.Name}\" has a time of day in {foreign.Zone}, but the calendar is in {version.Zone.Id}", "make it an all-day event, or give its time in the calendar's zone");
            if (!version.CountTransparent && file.Events.All(closing => closing.IsTransparent))
                yield return (at, $"every event in {name} is marked as free time (TRANSP:TRANSPARENT), so none closes", "add \"countTransparent\": true to let them close, or leave the file out");
        }
    }

    private static IEnumerable<(string, string, string)> Names(CalendarSections sections)
    {
        var known = sections.Calendars.Select(calendar => calendar.Name).ToList();
        if (sections.DefaultCalendar is null && known.Count > 0)
            yield return ("defaultCalendar", "is missing", $"add \"defaultCalendar\": \"{known[0]}\"");
        var named = sections.CalendarRules.Index().Select(rule => (Path: $"calendarRules[{rule.Index}].calendar", Name: rule.Item.Calendar));
        if (sections.DefaultCalendar is { } chosen) named = named.Prepend((Path: "defaultCalendar", Name: chosen));
        foreach (var (path, name) in named.Where(calendar => !known.Contains(calendar.Name)))
            yield return (path, $"there is no calendar \"{name}\"", known.Count > 0 ? NearestText.Remedy(name, known) : "describe it under \"calendars\"");
    }
}
