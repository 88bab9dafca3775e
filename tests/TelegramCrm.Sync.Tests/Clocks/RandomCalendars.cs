using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>Calendars of every shape, near the days on which clocks do what one does not expect.</summary>
internal static class RandomCalendars
{
    /// <summary>Zones with the start of a few days around one of their changes, all by quarters of an hour.</summary>
    public static readonly (string Zone, LocalDate Start)[] Changes =
    [
        ("UTC", new(2026, 3, 1)), ("Asia/Kathmandu", new(1985, 12, 30)), ("Asia/Hong_Kong", new(1979, 10, 19)),
        ("Europe/Berlin", new(2026, 3, 27)), ("Europe/Berlin", new(2026, 10, 23)),
        ("America/New_York", new(2026, 3, 6)), ("America/New_York", new(2026, 10, 30)),
        ("Australia/Lord_Howe", new(2026, 4, 3)), ("Australia/Lord_Howe", new(2026, 10, 2)), // half an hour
        ("Antarctica/Troll", new(2026, 3, 27)), ("Antarctica/Troll", new(2026, 10, 23)), // two hours
        ("America/Sao_Paulo", new(2018, 11, 2)), ("America/Sao_Paulo", new(2018, 2, 16)), // at midnight
        ("Asia/Beirut", new(2026, 3, 27)), ("Asia/Beirut", new(2026, 10, 23)), ("Atlantic/Azores", new(2026, 3, 27)), ("Atlantic/Azores", new(2026, 10, 23)),
        ("America/Havana", new(2026, 3, 6)), ("America/Havana", new(2026, 10, 30)),
        ("Africa/Cairo", new(2024, 4, 24)), ("Africa/Cairo", new(2024, 10, 30)), ("Asia/Tehran", new(2022, 3, 20)), // on weekdays
        ("Europe/Dublin", new(2026, 3, 27)), ("Europe/Dublin", new(2025, 10, 24)), // the smaller offset is the summer's
        ("Africa/Casablanca", new(2024, 3, 8)), ("Africa/Casablanca", new(2024, 4, 12)), // backwards for Ramadan
        ("Asia/Pyongyang", new(2015, 8, 13)), ("Asia/Pyongyang", new(2018, 5, 3)), // half an hour for good
        ("Pacific/Apia", new(2011, 12, 28)), ("Pacific/Kiritimati", new(1994, 12, 29)), // a day that was not
    ];

    /// <summary>Where the clock went back over midnight, one minute into the new date.</summary>
    public static readonly (string Zone, LocalDate Start)[] ChangesByTheMinute = [.. Changes, ("America/St_Johns", new(2010, 3, 12)), ("America/St_Johns", new(2010, 11, 5))];

    private static readonly Gen<string> OtherZone = Gen.OneOf("Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Pago_Pago");

    /// <summary>A calendar whose hours, with their ends, are multiples of <paramref name="stepSeconds"/>, with exceptions and versions in the days after a start.</summary>
    public static Gen<CalendarConfiguration> Of(string zone, LocalDate start, int stepSeconds) =>
        from versions in Version(zone, start, stepSeconds).Array[1, 3]
        from zones in Gen.Select(Gen.Bool, OtherZone, (stays, other) => stays ? zone : other).Array[2]
        from days in Gen.Int[0, 2].Array[2]
        select new CalendarConfiguration("c", [.. versions.Index().Select(version => version.Index == 0 ? version.Item : version.Item with
        {
            From = start.PlusDays(days[0] + (version.Index == 1 ? 0 : 1 + days[1])),
            Zone = DateTimeZoneProviders.Tzdb[zones[version.Index - 1]],
        })]);

    private static Gen<CalendarVersion> Version(string zone, LocalDate start, int stepSeconds) =>
        from weekly in Hours(stepSeconds).Array[7]
        from holidays in Gen.Int[0, 5].Array[0, 2]
        from events in Event(start, stepSeconds).Array[0, 2]
        from countTransparent in Gen.Bool
        from closures in Gen.Dictionary(Gen.Int[-1, 5], Hours(stepSeconds))[0, 2]
        from special in Gen.Dictionary(Gen.Int[-1, 5], Hours(stepSeconds))[0, 2]
        select new CalendarVersion
        {
            Zone = DateTimeZoneProviders.Tzdb[zone],
            Weekly = weekly.Index().ToDictionary(day => (IsoDayOfWeek)(day.Index + 1), day => (IReadOnlyList<OpenHours>)day.Item),
            Holidays = holidays.Select(start.PlusDays).ToHashSet(),
            HolidayFiles = [new HolidayFile("holidays.ics", events)],
            CountTransparent = countTransparent,
            Closures = closures.ToDictionary(day => start.PlusDays(day.Key), day => (IReadOnlyList<ClosedHours>)[.. day.Value.Select(hours => new ClosedHours(hours.Opens, hours.Closes))]),
            SpecialDays = special.ToDictionary(day => start.PlusDays(day.Key), day => (IReadOnlyList<OpenHours>)day.Value),
        };

    /// <summary>All-day, of a day or more, or with a time of day.</summary>
    private static Gen<ClosingEvent> Event(LocalDate start, int stepSeconds) =>
        from day in Gen.Int[-2, 5]
        from isAllDay in Gen.Bool
        from hours in Gen.Select(Gen.Int[0, 86_400 / stepSeconds - 1], Gen.Int[1, 2 * 86_400 / stepSeconds])
        from days in Gen.Int[1, 3]
        from isTransparent in Gen.Bool
        let midnight = start.PlusDays(day).AtMidnight()
        let begins = isAllDay ? midnight : midnight.PlusSeconds(hours.Item1 * stepSeconds)
        select new ClosingEvent(begins, isAllDay ? begins.PlusDays(days) : begins.PlusSeconds(hours.Item2 * stepSeconds), "x", Zone: null, isTransparent, Line: 1);

    private static Gen<OpenHours[]> Hours(int stepSeconds)
    {
        var steps = 86_400 / stepSeconds;
        return Gen.Select(Gen.Int[0, steps - 1], Gen.Int[1, steps * 2 / 3], (opens, length) => new OpenHours(opens * stepSeconds, (opens + length) * stepSeconds)).Array[0, 3];
    }
}
