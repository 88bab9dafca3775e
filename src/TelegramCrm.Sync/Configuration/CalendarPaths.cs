namespace TelegramCrm.Sync.Configuration;

/// <summary>Where the parts of a calendar stand in the file.</summary>
internal static class CalendarPaths
{
    /// <summary>The versions of a calendar, each with its path.</summary>
    public static IEnumerable<(string Path, CalendarVersion Version)> Paths(this CalendarConfiguration calendar) =>
        calendar.Versions.Index().Select(version => (Item($"calendars.{calendar.Name}", version.Index, calendar.Versions.Count), version.Item));

    /// <summary>The path of an item of a list in which one item may stand without brackets.</summary>
    public static string Item(string list, int index, int count) => count == 1 ? list : $"{list}[{index}]";
}
