using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Clocks;

/// <summary>What makes single dates of a version of a calendar different, in words.</summary>
internal sealed class DayNotes(CalendarVersion version)
{
    private readonly Closings closings = new(version);

    /// <summary>The notes on a date; none on an ordinary one.</summary>
    public IEnumerable<string> On(LocalDate date) => [.. Version(date), .. Holidays(date), .. Clock(date)];

    private IEnumerable<string> Version(LocalDate date)
    {
        if (version.From == date)
            yield return $"from here on other hours, in {version.Zone.Id}";
    }

    private IEnumerable<string> Holidays(LocalDate date)
    {
        var holidays = closings.On(date).Where(closing => closing.IsHoliday).ToList();
        if (holidays.Count > 0)
        {
            var names = string.Join(", ", holidays.Select(holiday => holiday.Name).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal));
            return [names.Length > 0 ? $"holiday: {names}" : "holiday"];
        }
        var closed = closings.On(date).OrderBy(closing => closing.Hours.Begins)
            .Select(closing => $"closed {HoursText.Format(new(closing.Hours.Begins, closing.Hours.Ends))}{(closing.Name.Length > 0 ? $": {closing.Name}" : "")}");
        return version.SpecialDays.ContainsKey(date) ? closed.Prepend("special hours") : closed;
    }

    private IEnumerable<string> Clock(LocalDate date)
    {
        // Wide enough for a change at midnight, and for a date that a zone left out.
        var around = new Interval(date.PlusDays(-2).AtMidnight().InUtc().ToInstant(), date.PlusDays(3).AtMidnight().InUtc().ToInstant());
        var intervals = version.Zone.GetZoneIntervals(around).ToList();
        foreach (var (before, after) in intervals.Zip(intervals.Skip(1)).Select(pair => (pair.First.IsoLocalEnd, pair.Second.IsoLocalStart)))
        {
            if (after < before && after.Date == date)
                yield return $"the clock goes back from {Time(before, date)} to {Time(after, date)}: what lies between counts twice";
            if (before < after && before.Date == date)
                yield return $"the clock goes forward from {Time(before, date)} to {Time(after, date)}: {(after == before.PlusDays(1) && before.TimeOfDay == LocalTime.Midnight ? "this date" : "what lies between")} does not exist";
        }
    }

    private static string Time(LocalDateTime time, LocalDate date) =>
        time.Date == date ? $"{time:HH:mm}" : time == date.PlusDays(1).AtMidnight() ? "24:00" : $"{time:uuuu-MM-dd HH:mm}";
}
