using CsCheck;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

public sealed class WorkingCalendarTests
{
    private static readonly int[] EveryDay = [1, 2, 3, 4, 5, 6, 7];

    [Fact]
    public void A_second_counts_if_and_only_if_the_wall_clock_stands_inside_the_hours()
    {
        var minute = Duration.FromMinutes(1);
        var cases =
            from change in Gen.OneOf(RandomCalendars.Changes)
            from calendar in RandomCalendars.Of(change.Zone, change.Start, 60)
            select (calendar, begins: change.Start.AtMidnight().InUtc().ToInstant());
        cases.Sample(sample =>
        {
            const int count = 5 * 24 * 60;
            var expected = CalendarOracle.Steps(sample.calendar, sample.begins, count, minute);
            var intervals = WorkingCalendar.Expand(sample.calendar, sample.begins, sample.begins + minute * count);
            var actual = new bool[count];
            foreach (var interval in intervals)
                Array.Fill(actual, true, (int)((interval.OpensAt - sample.begins) / minute), (int)(interval.Seconds / 60));
            Assert.Equal(expected, actual);
            Assert.Equal(intervals.Sum(interval => interval.Seconds), intervals.Count == 0 ? 0 : intervals[^1].SecondsBefore + intervals[^1].Seconds);
            Assert.All(intervals.Zip(intervals.Skip(1)), pair => Assert.True(pair.First.ClosesAt < pair.Second.OpensAt));
        }, iter: 1_000);
    }

    [Fact]
    public void Hours_hold_to_the_second()
    {
        var second = Duration.FromSeconds(1);
        var cases =
            from change in Gen.OneOf(RandomCalendars.Changes)
            from calendar in RandomCalendars.Of(change.Zone, change.Start, 1)
            from offset in Gen.Int[0, 4 * 24 * 3600]
            select (calendar, begins: change.Start.AtMidnight().InUtc().ToInstant() + Duration.FromSeconds(offset));
        cases.Sample(sample => Assert.Equal(
            CalendarOracle.Steps(sample.calendar, sample.begins, 4 * 3600, second).Count(open => open),
            WorkingCalendar.Expand(sample.calendar, sample.begins, sample.begins + second * 4 * 3600).Sum(interval => interval.Seconds)), iter: 100);
    }

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
