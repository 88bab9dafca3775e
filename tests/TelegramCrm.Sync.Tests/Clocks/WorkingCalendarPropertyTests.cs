using System.Globalization;
using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>
/// Random calendars around every kind of clock change, against an oracle that looks at each instant by itself. CALENDAR_CASES=50 makes
/// fifty times as many; CsCheck_Seed repeats a run.
/// </summary>
public sealed class WorkingCalendarPropertyTests
{
    private static readonly long Factor = long.TryParse(Environment.GetEnvironmentVariable("CALENDAR_CASES"), CultureInfo.InvariantCulture, out var factor) ? factor : 1;

    [Fact]
    public void A_quarter_of_an_hour_counts_if_and_only_if_the_wall_clock_stands_inside_the_hours() =>
        Cases(RandomCalendars.Changes, 900).Sample(sample => IsAsTheOracleSays(sample.Calendar, sample.Begins, 900, 6 * 96), iter: 3_000 * Factor);

    [Fact]
    public void A_minute_counts_if_and_only_if_the_wall_clock_stands_inside_the_hours() =>
        Cases(RandomCalendars.ChangesByTheMinute, 60).Sample(sample => IsAsTheOracleSays(sample.Calendar, sample.Begins, 60, 5 * 1440), iter: 150 * Factor);

    [Fact]
    public void A_second_counts_if_and_only_if_the_wall_clock_stands_inside_the_hours() =>
        (from sample in Cases(RandomCalendars.ChangesByTheMinute, 1)
         from offset in Gen.Int[0, 5 * 24 * 3600]
         select (sample.Calendar, Begins: sample.Begins + Duration.FromSeconds(offset)))
        .Sample(sample => IsAsTheOracleSays(sample.Calendar, sample.Begins, 1, 3 * 3600), iter: 100 * Factor);

    [Fact]
    public void Elapsed_time_is_additive_and_never_more_than_real_time_and_due_is_its_inverse() =>
        (from sample in Cases(RandomCalendars.ChangesByTheMinute, 1)
         from seconds in Gen.Int[0, 5 * 24 * 3600].Array[3]
         select (sample.Calendar, sample.Begins, Seconds: seconds))
        .Sample(sample =>
        {
            var times = sample.Seconds.Order().Select(seconds => sample.Begins + Duration.FromSeconds(seconds)).ToArray();
            var (a, b, c) = (times[0], times[1], times[2]);
            var time = new WorkingTime(sample.Calendar, sample.Begins, sample.Begins + Duration.FromDays(6));
            var elapsed = time.Elapsed(a, c);
            Assert.Equal(elapsed, time.Elapsed(a, b) + time.Elapsed(b, c));
            Assert.Equal(elapsed, WorkingTime.Between(sample.Calendar, a, b) + WorkingTime.Between(sample.Calendar, b, c));
            Assert.InRange(elapsed, 0, (long)(c - a).TotalSeconds);

            var due = time.Due(a, elapsed)!.Value;
            Assert.InRange(due, a, c);
            Assert.Equal(elapsed, time.Elapsed(a, due));
            if (elapsed > 0) Assert.Equal(elapsed - 1, time.Elapsed(a, due - Duration.FromSeconds(1))); // never earlier, and due at closing when used up at closing
        }, iter: 2_000 * Factor);

    /// <summary>In one zone: in the first days of a version of another zone one date is shown by two wall clocks.</summary>
    [Fact]
    public void The_days_that_are_shown_are_what_the_clocks_count() =>
        Cases(RandomCalendars.ChangesByTheMinute, 60).Sample(sample =>
        {
            var calendar = new CalendarConfiguration("c", [sample.Calendar.Versions[0]]);
            var days = CalendarDays.Of(calendar, sample.Start, sample.Start.PlusDays(5));
            var zone = calendar.Versions[0].Zone;
            var expected = CalendarOracle.Steps(calendar, sample.Begins, 9 * 1440, Duration.FromMinutes(1)).Index().Where(step => step.Item)
                .CountBy(step => (sample.Begins + Duration.FromMinutes(step.Index)).InZone(zone).Date).ToDictionary();
            Assert.All(days, day => Assert.Equal(expected.GetValueOrDefault(day.Date) * 60, day.WorkingSeconds));
            Assert.All(days.SelectMany(day => day.Open), open => Assert.Equal(open.Seconds, WorkingTime.Between(calendar, open.OpensAt.ToInstant(), open.ClosesAt.ToInstant())));
        }, iter: 60 * Factor);

    private static void IsAsTheOracleSays(CalendarConfiguration calendar, Instant begins, int stepSeconds, int count)
    {
        var expected = CalendarOracle.Steps(calendar, begins, count, Duration.FromSeconds(stepSeconds));
        var intervals = WorkingCalendar.Expand(calendar, begins, begins + Duration.FromSeconds((long)stepSeconds * count));
        var actual = new bool[count];
        foreach (var interval in intervals)
            Array.Fill(actual, true, (int)((interval.OpensAt - begins).TotalSeconds / stepSeconds), (int)(interval.Seconds / stepSeconds));
        Assert.Equal(expected, actual);
        Assert.Equal(intervals.Sum(interval => interval.Seconds), intervals.Count == 0 ? 0 : intervals[^1].SecondsBefore + intervals[^1].Seconds);
        Assert.All(intervals.Zip(intervals.Skip(1)), pair => Assert.True(pair.First.ClosesAt < pair.Second.OpensAt));
    }

    private static Gen<(CalendarConfiguration Calendar, LocalDate Start, Instant Begins)> Cases((string Zone, LocalDate Start)[] changes, int stepSeconds) =>
        from change in Gen.OneOf(changes)
        from calendar in RandomCalendars.Of(change.Zone, change.Start, stepSeconds)
        select (calendar, change.Start, change.Start.AtMidnight().InUtc().ToInstant() - Duration.FromHours(14));
}
