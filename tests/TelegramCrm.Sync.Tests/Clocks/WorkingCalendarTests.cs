using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

public sealed class WorkingCalendarTests
{
    private static readonly int[] EveryDay = [1, 2, 3, 4, 5, 6, 7];

    [Theory]
    [InlineData("2026-10-25", 9)] // the hour from two to three comes twice
    [InlineData("2026-03-29", 7)] // and here not at all
    [InlineData("2026-06-01", 8)]
    public void A_repeated_hour_counts_twice_and_a_skipped_one_does_not_exist(string date, int hours)
    {
        var night = Given.Calendar("night", DateTimeZoneProviders.Tzdb["Europe/Berlin"], EveryDay, new OpenHours(0, 8 * 3600));
        Assert.Equal(hours * 3600, SecondsOn(night, date));
    }

    [Fact]
    public void Hours_around_the_clock_are_one_interval()
    {
        var always = WorkingCalendar.Expand(Given.AlwaysOpen(), Instant.FromUtc(2020, 1, 1, 0, 0), Instant.FromUtc(2030, 1, 1, 0, 0));
        Assert.Equal(Instant.FromUtc(2030, 1, 1, 0, 0), Assert.Single(always).ClosesAt);
    }

    [Theory]
    [InlineData("2026-12-24", 2)] // the evening before the holiday
    [InlineData("2026-12-25", 0)]
    [InlineData("2026-12-26", 8)] // the morning after belongs to the holiday's shift and is worked
    public void A_night_shift_loses_only_its_part_on_the_holiday(string date, int hours)
    {
        var version = new CalendarVersion
        {
            Zone = DateTimeZone.Utc,
            Weekly = EveryDay.ToDictionary(day => (IsoDayOfWeek)day, _ => (IReadOnlyList<OpenHours>)[new(22 * 3600, 30 * 3600)]),
            Holidays = new HashSet<LocalDate> { new(2026, 12, 25) },
            SpecialDays = new Dictionary<LocalDate, IReadOnlyList<OpenHours>> { [new(2026, 12, 25)] = [new(0, 3600)], [new(2026, 12, 24)] = [new(22 * 3600, 30 * 3600)] },
        };
        Assert.Equal(hours * 3600, SecondsOn(new CalendarConfiguration("night", [version]), date));
    }

    [Fact]
    public void A_dated_version_takes_over_at_the_start_of_its_first_day_in_its_own_zone()
    {
        var berlin = Given.Calendar("c", DateTimeZoneProviders.Tzdb["Europe/Berlin"], EveryDay, new OpenHours(0, 86_400)).Versions[0];
        var closed = Given.NeverOpen().Versions[0] with { From = new LocalDate(2026, 6, 1), Zone = DateTimeZoneProviders.Tzdb["America/New_York"] };
        var intervals = WorkingCalendar.Expand(new CalendarConfiguration("c", [berlin, closed]), Instant.FromUtc(2026, 5, 1, 0, 0), Instant.FromUtc(2026, 7, 1, 0, 0));
        Assert.Equal(Instant.FromUtc(2026, 6, 1, 4, 0), Assert.Single(intervals).ClosesAt);
    }

    private static long SecondsOn(CalendarConfiguration calendar, string date)
    {
        var day = LocalDatePattern.Iso.Parse(date).Value;
        var zone = calendar.Versions[0].Zone;
        return WorkingCalendar.Expand(calendar, zone.AtStartOfDay(day).ToInstant(), zone.AtStartOfDay(day.PlusDays(1)).ToInstant()).Sum(interval => interval.Seconds);
    }
}
