using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>What business-hours calculators are known to get wrong, each held once.</summary>
public sealed class CalendarPitfallTests
{
    private const long Hour = 3600;

    [Fact]
    public void Each_date_has_the_offset_of_its_own_season_and_not_one_for_all_history()
    {
        var office = Weekly("Europe/Berlin", "mon-fri 09:00-17:00");
        Assert.Equal(8 * Hour, Between(office, "2026-01-05T08:00Z", "2026-01-05T16:00Z"));
        Assert.Equal(8 * Hour, Between(office, "2026-07-06T07:00Z", "2026-07-06T15:00Z"));
    }

    [Fact]
    public void A_zone_that_gave_up_its_summer_time_still_has_hours() =>
        Assert.Equal(5 * 8 * Hour, Between(Weekly("Asia/Hong_Kong", "mon-fri 09:00-17:00"), "2026-03-01T16:00Z", "2026-03-08T16:00Z"));

    [Fact]
    public void A_holiday_ends_at_midnight_and_not_a_second_before()
    {
        var always = With(Weekly("Europe/Berlin", "mon-sun 00:00-24:00"), version => version with { Holidays = Dates("2026-12-25") });
        Assert.Equal(1, Between(always, "2026-12-24T22:59:59Z", "2026-12-25T22:59:59Z"));
        Assert.Equal(1, Between(always, "2026-12-24T23:00:00Z", "2026-12-25T23:00:01Z"));
    }

    [Fact]
    public void A_holiday_is_a_local_date_and_not_one_of_UTC() =>
        Assert.Equal(0, Between(With(Weekly("Pacific/Auckland", "mon-sun 00:00-24:00"), version => version with { Holidays = Dates("2026-12-25") }), "2026-12-24T11:00Z", "2026-12-25T11:00Z"));

    [Fact]
    public void Holidays_over_the_end_of_a_week_are_closed_once_and_whole()
    {
        var events = new ClosingEvent(new(2026, 12, 26, 0, 0), new(2026, 12, 29, 0, 0), "long weekend", Zone: null, IsTransparent: false, Line: 1);
        var always = With(Weekly("UTC", "mon-sun 00:00-24:00"), version => version with { HolidayFiles = [new("h.ics", [events])], Holidays = Dates("2026-12-27") });
        Assert.Equal(4 * 24 * Hour, Between(always, "2026-12-24T00:00Z", "2026-12-31T00:00Z"));
    }

    [Theory]
    [InlineData("sun 10:00-11:00", "2026-03-01")]
    [InlineData("mon 10:00-11:00", "2026-03-02")]
    [InlineData("sat 10:00-11:00", "2026-03-07")]
    public void A_weekday_is_a_weekday_whichever_day_a_week_begins_with(string hours, string date) =>
        Assert.Equal(Hour, Between(Weekly("UTC", hours), $"{date}T10:00Z", $"{date}T11:00Z"));

    [Fact]
    public void A_night_shift_from_Sunday_goes_on_into_Monday() =>
        Assert.Equal(8 * Hour, Between(Weekly("UTC", "sun 22:00-06:00"), "2026-03-01T12:00Z", "2026-03-02T12:00Z"));

    [Theory]
    [InlineData("Africa/Cairo", "2024-04-21", "2024-04-28")] // the clock changes on a Friday
    [InlineData("Asia/Tehran", "2022-03-20", "2022-03-27")]
    [InlineData("Europe/Berlin", "2026-10-25", "2026-11-01")]
    public void The_week_in_which_the_clock_changes_has_its_hours_on_every_day(string zone, string first, string last)
    {
        var days = CalendarDays.Of(Weekly(zone, "mon-sun 09:00-17:00"), Date(first), Date(last));
        Assert.All(days, day => Assert.Equal((8 * Hour, new LocalTime(9, 0)), (day.WorkingSeconds, day.Open.Single().OpensAt.TimeOfDay)));
    }

    [Fact]
    public void Hours_around_the_clock_leave_no_gap_at_midnight_nor_where_the_clock_changes()
    {
        var open = Assert.Single(WorkingCalendar.Expand(Weekly("Europe/Berlin", "mon-sun 00:00-24:00"), At("2020-01-01T00:00Z"), At("2030-01-01T00:00Z")));
        Assert.Equal((long)(At("2030-01-01T00:00Z") - At("2020-01-01T00:00Z")).TotalSeconds, open.Seconds);
    }

    [Fact]
    public void Half_an_hour_of_summer_time_is_half_an_hour()
    {
        var night = Weekly("Australia/Lord_Howe", "mon-sun 00:00-06:00");
        Assert.Equal(5 * Hour + 1800, DayOf(night, "2026-10-04"));
        Assert.Equal(6 * Hour + 1800, DayOf(night, "2026-04-05"));
    }

    [Fact]
    public void Dublin_and_London_count_the_repeated_hour_alike_although_one_calls_it_summer()
    {
        Assert.Equal(4 * Hour + 1800, DayOf(Weekly("Europe/Dublin", "mon-sun 00:30-04:00"), "2026-10-25"));
        Assert.Equal(4 * Hour + 1800, DayOf(Weekly("Europe/London", "mon-sun 00:30-04:00"), "2026-10-25"));
    }

    [Fact]
    public void An_offset_that_changes_for_good_is_no_error() =>
        Assert.Equal(24 * Hour + 1800, DayOf(Weekly("Asia/Pyongyang", "mon-sun 00:00-24:00"), "2015-08-14"));

    [Fact]
    public void Seconds_in_the_hours_are_not_cut_to_minutes() =>
        Assert.Equal(1, DayOf(Weekly("UTC", "mon-sun 09:00:30-09:00:31"), "2026-03-02"));

    [Fact]
    public void Overlapping_and_touching_intervals_count_once() =>
        Assert.Equal(8 * Hour, DayOf(Weekly("UTC", "mon 09:00-13:00", "mon 12:00-15:00", "mon 15:00-17:00", "mon 10:00-11:00"), "2026-03-02"));

    [Fact]
    public void No_interval_of_a_day_is_dropped_before_a_closed_day() =>
        Assert.Equal(6 * Hour, Between(Weekly("UTC", "fri 08:00-10:00", "fri 12:00-14:00", "fri 22:00-24:00"), "2026-03-06T00:00Z", "2026-03-08T00:00Z"));

    [Fact]
    public void Time_before_the_opening_and_after_the_closing_is_zero_and_not_lost()
    {
        var office = Weekly("UTC", "mon 09:00-17:00");
        Assert.Equal(0, Between(office, "2026-03-02T07:00Z", "2026-03-02T09:00Z"));
        Assert.Equal(0, Between(office, "2026-03-02T17:00Z", "2026-03-09T09:00Z"));
        Assert.Equal(8 * Hour, Between(office, "2026-03-01T12:00Z", "2026-03-03T12:00Z"));
    }

    [Fact]
    public void A_target_used_up_exactly_at_closing_is_due_at_closing_and_not_at_the_next_opening() =>
        Assert.Equal(At("2026-03-02T17:00Z"), Due(Weekly("UTC", "mon-fri 09:00-17:00"), "2026-03-02T09:00Z", 8 * Hour));

    [Fact]
    public void A_target_goes_on_within_the_hours_and_not_on_the_wall_clock() =>
        Assert.Equal(At("2026-03-09T10:00Z"), Due(Weekly("UTC", "fri 09:00-17:00", "mon 09:00-17:00"), "2026-03-06T16:00Z", 2 * Hour));

    [Fact]
    public void An_hour_a_week_is_enough_to_find_a_due_time_years_away()
    {
        var calendar = Weekly("UTC", "wed 09:00-10:00");
        var intervals = ClockRange.Expand(calendar, At("2026-03-02T00:00Z"), 520 * Hour);
        Assert.True(intervals[^1].ClosesAt > At("2036-02-01T00:00Z"));
        Assert.Equal(At("2036-02-13T10:00Z"), Due(calendar, "2026-03-02T00:00Z", 520 * Hour));
    }

    [Fact]
    public void A_lunch_that_is_closed_on_one_date_moves_what_is_due_behind_it()
    {
        var office = With(Weekly("UTC", "mon-fri 09:00-17:00"), version => version with { Closures = new Dictionary<LocalDate, IReadOnlyList<ClosedHours>> { [Date("2026-03-02")] = [new(12 * 3600, 14 * 3600)] } });
        Assert.Equal(At("2026-03-02T15:00Z"), Due(office, "2026-03-02T11:00Z", 2 * Hour));
        Assert.Equal(6 * Hour, DayOf(office, "2026-03-02"));
        Assert.Equal(8 * Hour, DayOf(office, "2026-03-03"));
    }

    [Fact]
    public void A_new_version_counts_no_instant_twice_wherever_its_zone_lies()
    {
        var always = Weekly("Pacific/Pago_Pago", "mon-sun 00:00-24:00").Versions[0];
        var calendar = new CalendarConfiguration("c",
            [always, always with { From = Date("2026-05-01") }, always with { From = Date("2026-05-02"), Zone = DateTimeZoneProviders.Tzdb["Pacific/Kiritimati"] }]);
        Assert.Equal(10 * 24 * Hour, Between(calendar, "2026-04-26T00:00Z", "2026-05-06T00:00Z"));
    }

    [Fact]
    public void A_night_shift_loses_only_what_a_closure_takes_on_either_side_of_midnight()
    {
        var night = With(Weekly("UTC", "mon-sun 22:00-06:00"), version => version with { Closures = new Dictionary<LocalDate, IReadOnlyList<ClosedHours>> { [Date("2026-03-02")] = [new(23 * 3600, 26 * 3600)] } });
        Assert.Equal(5 * Hour, Between(night, "2026-03-02T12:00Z", "2026-03-03T12:00Z"));
    }

    private static CalendarConfiguration Weekly(string zone, params string[] hours)
    {
        var names = new[] { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
        var parsed = hours.Select(text => text.Split(' ')).SelectMany(words =>
        {
            var days = words[0].Split('-').Select(day => Array.IndexOf(names, day) + 1).ToArray();
            return Enumerable.Range(days[0], days[^1] - days[0] + 1).Select(day => ((IsoDayOfWeek)day, HoursText.Parse(words[1])));
        });
        return new("c", [new CalendarVersion { Zone = DateTimeZoneProviders.Tzdb[zone], Weekly = parsed.GroupBy(pair => pair.Item1).ToDictionary(day => day.Key, day => (IReadOnlyList<OpenHours>)[.. day.Select(pair => pair.Item2)]) }]);
    }

    private static CalendarConfiguration With(CalendarConfiguration calendar, Func<CalendarVersion, CalendarVersion> change) => calendar with { Versions = [change(calendar.Versions[0])] };

    private static HashSet<LocalDate> Dates(string date) => [Date(date)];

    private static LocalDate Date(string date) => LocalDatePattern.Iso.Parse(date).Value;

    private static Instant At(string time) => InstantPattern.ExtendedIso.Parse(time.Length == 17 ? time.Replace("Z", ":00Z", StringComparison.Ordinal) : time).Value;

    private static long Between(CalendarConfiguration calendar, string from, string until) => WorkingTime.Between(calendar, At(from), At(until));

    private static long DayOf(CalendarConfiguration calendar, string date) => CalendarDays.Of(calendar, Date(date), Date(date)).Single().WorkingSeconds;

    private static Instant? Due(CalendarConfiguration calendar, string from, long seconds) => new WorkingTime(calendar, At(from), At(from) + Duration.FromDays(4000)).Due(At(from), seconds);
}
