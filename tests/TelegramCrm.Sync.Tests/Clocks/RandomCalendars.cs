using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>Calendars of every shape, near the days on which clocks do what one does not expect.</summary>
internal static class RandomCalendars
{
    /// <summary>Zones with the start of a few days around one of their changes.</summary>
    public static readonly (string Zone, LocalDate Start)[] Changes =
    [
        ("UTC", new(2026, 3, 1)), ("Asia/Kathmandu", new(1985, 12, 30)), ("Asia/Hong_Kong", new(1979, 10, 19)),
        ("Europe/Berlin", new(2026, 3, 27)), ("Europe/Berlin", new(2026, 10, 23)), ("Europe/Dublin", new(2025, 10, 24)),
        ("America/New_York", new(2026, 3, 6)), ("America/New_York", new(2026, 10, 30)),
        ("Australia/Lord_Howe", new(2026, 4, 3)), ("Australia/Lord_Howe", new(2026, 10, 2)), // half an hour
        ("America/Sao_Paulo", new(2018, 11, 2)), ("America/Sao_Paulo", new(2018, 2, 16)), // at midnight
        ("Africa/Cairo", new(2024, 4, 24)), ("Africa/Cairo", new(2024, 10, 30)), ("Asia/Tehran", new(2022, 3, 20)), // on weekdays
        ("Africa/Casablanca", new(2024, 3, 8)), ("Africa/Casablanca", new(2024, 4, 12)), // backwards for Ramadan
        ("Antarctica/Troll", new(2026, 3, 27)), ("Antarctica/Troll", new(2026, 10, 23)), // two hours
        ("Pacific/Apia", new(2011, 12, 28)), ("Asia/Pyongyang", new(2015, 8, 13)), // a day that was not; half an hour for good
    ];

    /// <summary>A calendar whose hours, with their ends, are multiples of <paramref name="stepSeconds"/>, with exceptions and versions in the days after a start.</summary>
    public static Gen<CalendarConfiguration> Of(string zone, LocalDate start, int stepSeconds) =>
        from versions in Gen.Select(Version(zone, start, stepSeconds), Version(zone, start, stepSeconds), Gen.OneOf(zone, "Asia/Tokyo"), Gen.Int[0, 5])
        select versions.Item4 > 4
            ? new CalendarConfiguration("c", [versions.Item1])
            : new CalendarConfiguration("c", [versions.Item1, versions.Item2 with { From = start.PlusDays(versions.Item4), Zone = DateTimeZoneProviders.Tzdb[versions.Item3] }]);

    private static Gen<CalendarVersion> Version(string zone, LocalDate start, int stepSeconds) =>
        from weekly in Hours(stepSeconds).Array[7]
        from holidays in Gen.Int[0, 5].Array[0, 2]
        from specialDays in Gen.Int[0, 5].Array[0, 2]
        from special in Hours(stepSeconds).Array[2]
        select new CalendarVersion
        {
            Zone = DateTimeZoneProviders.Tzdb[zone],
            Weekly = weekly.Index().ToDictionary(day => (IsoDayOfWeek)(day.Index + 1), day => (IReadOnlyList<OpenHours>)day.Item),
            Holidays = holidays.Select(start.PlusDays).ToHashSet(),
            SpecialDays = specialDays.Distinct().Index().ToDictionary(day => start.PlusDays(day.Item), day => (IReadOnlyList<OpenHours>)special[day.Index]),
        };

    private static Gen<OpenHours[]> Hours(int stepSeconds)
    {
        var steps = 86_400 / stepSeconds;
        return Gen.Select(Gen.Int[0, steps - 1], Gen.Int[1, steps * 2 / 3], (opens, length) => new OpenHours(opens * stepSeconds, (opens + length) * stepSeconds)).Array[0, 3];
    }
}
