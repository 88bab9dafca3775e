using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks.Golden;

/// <summary>Working time of a ticket from Monday, 2 March 2026 on: holidays, nights, clock changes, calendars that change and calendars that are gone.</summary>
public sealed class WorkingTimeCases
{
    private const int Hour = 3600;

    private const string ToWednesday = """
        Mon 09:00  created
        Mon 09:00  customer
        Wed 11:00  agent
        """;

    [Fact]
    public void A_holiday_is_left_out() => GoldenCase.Gives(Open(version => version with { Holidays = new HashSet<LocalDate> { new(2026, 3, 3) } }), ToWednesday, asOf: "Fri 12:00", """
        frt_business_seconds   10:00
        frt_calendar_seconds   50:00
        first_response.due_at  Mon 13:00
        resolution.due_at      Wed 17:00
        """);

    [Fact]
    public void A_ticket_that_came_and_went_outside_the_hours_took_no_working_time_and_is_there() => GoldenCase.Gives(new ClockWarehouse(), """
        Sat 09:00  created
        Sat 09:00  customer
        Sat 10:00  agent
        Sun 10:00  resolved
        """, asOf: "next Fri 12:00", """
        frt_business_seconds              0:00
        full_resolution_calendar_seconds  25:00
        full_resolution_business_seconds  0:00
        resolution_sla_status             met
        """);

    [Fact]
    public void Special_hours_and_closures_move_what_is_due() => GoldenCase.Gives(Open(version => version with
    {
        SpecialDays = new Dictionary<LocalDate, IReadOnlyList<OpenHours>> { [new(2026, 3, 3)] = [new(9 * Hour, 12 * Hour)] },
        Closures = new Dictionary<LocalDate, IReadOnlyList<ClosedHours>> { [new(2026, 3, 2)] = [new(10 * Hour, 12 * Hour)] },
    }), ToWednesday, asOf: "Fri 12:00", """
        frt_business_seconds   11:00
        first_response.due_at  Mon 15:00
        """);

    [Fact]
    public void A_night_shift_runs_over_midnight() => GoldenCase.Gives(In(Given.Calendar("night", DateTimeZone.Utc, [1, 2, 3, 4, 5], new OpenHours(22 * Hour, 30 * Hour))), """
        Mon 20:00  created
        Mon 20:00  customer
        Tue 03:00  agent
        Tue 07:00  customer
        """, asOf: "Tue 22:30", """
        frt_business_seconds   5:00
        first_response.due_at  Tue 02:00
        next_reply[2].due_at   Wed 00:00
        """);

    [Fact]
    public void Hours_to_the_end_of_the_day_lose_no_second_at_midnight() => GoldenCase.Gives(In(Given.AlwaysOpen()), """
        Mon 23:59:30  created
        Mon 23:59:30  customer
        Tue 00:00:30  agent
        """, asOf: "Fri 12:00", """
        frt_business_seconds  0:01
        """);

    /// <summary>New York puts its clocks forward on Sunday, 8 March: 9 to 17 is 14:00 to 22:00 UTC before and 13:00 to 21:00 UTC after.</summary>
    [Fact]
    public void In_spring_the_day_keeps_its_hours_and_opens_an_hour_earlier_by_UTC() => GoldenCase.Gives(NewYork(9, 17), """
        Fri 21:00       created
        Fri 21:00       customer
        next Mon 13:30  agent
        """, asOf: "next Mon 23:00", """
        frt_calendar_seconds   64:30
        frt_business_seconds   17:30
        first_response.due_at  Sat 17:00
        """);

    [Fact]
    public void A_skipped_hour_does_not_exist() => GoldenCase.Gives(NewYork(0, 8), """
        Sun 05:00  created
        Sun 05:00  customer
        Sun 13:00  agent
        """, asOf: "next Mon 23:00", """
        frt_calendar_seconds  8:00
        frt_business_seconds  7:00
        resolution.due_at     next Tue 05:00
        """);

    /// <summary>Berlin puts its clocks back on 25 October: its midnight is 22:00 UTC the evening before, and eight o'clock is 07:00 UTC.</summary>
    [Fact]
    public void A_repeated_hour_counts_twice() => GoldenCase.Gives(In(Given.Calendar("early", DateTimeZoneProviders.Tzdb["Europe/Berlin"], [1, 2, 3, 4, 5, 6, 7], new OpenHours(0, 8 * Hour))), """
        2026-10-24 22:00  created
        2026-10-24 22:00  customer
        2026-10-25 12:00  agent
        """, asOf: "2026-10-26 12:00", """
        frt_calendar_seconds  14:00
        frt_business_seconds  9:00
        """);

    [Fact]
    public void A_calendar_version_takes_over_at_its_midnight() => GoldenCase.Gives(In(new CalendarConfiguration("office",
        [Given.Office().Versions[0], Given.AlwaysOpen().Versions[0] with { From = new LocalDate(2026, 3, 3) }])), ToWednesday, asOf: "Fri 12:00", """
        frt_business_seconds  43:00
        """);

    [Fact]
    public void A_calendar_without_hours_counts_nothing_and_nothing_is_due() => GoldenCase.Gives(In(Given.NeverOpen()), ToWednesday, asOf: "Fri 12:00", """
        frt_business_seconds   0:00
        frt_calendar_seconds   50:00
        frt_sla_status         met
        resolution.due_at      -
        """);

    [Fact]
    public void Without_calendars_working_time_is_not_known_and_plain_time_is() => GoldenCase.Gives(new ClockWarehouse { Calendars = [], Policies = [] }, ToWednesday, asOf: "Fri 12:00", """
        calendar_id           -
        frt_business_seconds  -
        frt_calendar_seconds  50:00
        """);

    [Fact]
    public void When_a_calendar_is_taken_away_its_tickets_fall_to_the_next_rule_and_in_the_end_to_the_default() => GoldenCase.Gives(
        new ClockWarehouse { Rules = [] }, $"begins in night\n{ToWednesday}", asOf: "Fri 12:00", """
        calendar_id           office
        frt_business_seconds  18:00
        """);

    private static ClockWarehouse In(CalendarConfiguration calendar) => new() { Calendars = [calendar] };

    private static ClockWarehouse Open(Func<CalendarVersion, CalendarVersion> change) => In(Given.Office() with { Versions = [change(Given.Office().Versions[0])] });

    private static ClockWarehouse NewYork(int opens, int closes) =>
        In(Given.Calendar("york", DateTimeZoneProviders.Tzdb["America/New_York"], [1, 2, 3, 4, 5, 6, 7], new OpenHours(opens * Hour, closes * Hour)));
}
