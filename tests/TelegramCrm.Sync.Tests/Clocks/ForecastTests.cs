using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>Estimates by plain arithmetic, as docs/metrics.md defines them.</summary>
public sealed class ForecastTests
{
    [Fact]
    public void A_running_promise_says_in_which_working_hour_it_will_be_broken()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().CreatedAt("Mon 15:30").Created().Customer("Mon 15:30"), asOf: "Mon 16:30");
        Assert.Equal(
            [("first_response", 3 * 3600L, 4L, 19 * 3600L), ("next_reply", 3600, 2, 17 * 3600), ("resolution", 15 * 3600, 16, 47 * 3600)],
            warehouse.All<(string, long, long, long)>("select metric, working_seconds_left, hours_ahead, calendar_seconds_left from analytics.sla_forecast order by metric"));
    }

    [Fact]
    public void What_is_paused_kept_or_broken_is_not_foretold()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Status("Mon 09:30", "pending"), asOf: "Tue 12:00");
        Assert.Equal(0, warehouse.One<long>("select count(*) from analytics.sla_forecast"));
        Assert.Equal(["breached", "paused", "paused"], warehouse.All<string>("select status from analytics.sla_events order by metric"));
    }

    [Fact]
    public void An_hour_of_the_week_is_expected_to_bring_what_it_brought_on_average()
    {
        using var warehouse = new ClockWarehouse();
        warehouse.Compute("2026-03-30 10:30", [.. Arrivals("2026-03-02 09:15", "2026-03-09 09:59", "2026-03-09 09:00", "2026-03-11 23:00", "2026-03-30 10:05")]);
        Assert.Equal((4L, 2L, 0.5), warehouse.One<(long, long, double)>("select weeks, arrivals, expected_arrivals from analytics.load_forecast where weekday = 1 and hour = 9"));
        Assert.Equal((4L, 1L, 0.25), warehouse.One<(long, long, double)>("select weeks, arrivals, expected_arrivals from analytics.load_forecast where weekday = 3 and hour = 23"));
        Assert.Equal((168L, 3L), warehouse.One<(long, long)>("select count(*), sum(arrivals)::bigint from analytics.load_forecast")); // the last hour is not over, and the first ticket came before the last four weeks
    }

    [Fact]
    public void Hours_are_those_of_the_wall_clock_and_one_that_was_skipped_stands_on_a_week_less()
    {
        using var warehouse = new ClockWarehouse { Calendars = [Given.Calendar("berlin", DateTimeZoneProviders.Tzdb["Europe/Berlin"], [1, 2, 3, 4, 5], new OpenHours(0, 86_400))] };
        warehouse.Compute("2026-04-13 07:30", [.. Arrivals("2026-03-02 05:15", "2026-03-02 07:15", "2026-03-23 08:15", "2026-03-30 07:15")]); // the clock changes on Sunday, 29 March, at two
        Assert.Equal([(8L, 1L), (9L, 2L)], warehouse.All<(long, long)>("select hour, arrivals from analytics.load_forecast where arrivals > 0 order by hour"));
        Assert.Equal(5, warehouse.One<long>("select weeks from analytics.load_forecast where weekday = 7 and hour = 2"));
        Assert.Equal(6, warehouse.One<long>("select weeks from analytics.load_forecast where weekday = 7 and hour = 5"));
    }

    [Fact]
    public void An_hour_that_the_only_week_skipped_is_there_and_expects_nothing_known()
    {
        using var warehouse = new ClockWarehouse { Calendars = [Given.Calendar("berlin", DateTimeZoneProviders.Tzdb["Europe/Berlin"], [1, 2, 3, 4, 5], new OpenHours(0, 86_400))] };
        warehouse.Compute("2026-04-01 07:30", [.. Arrivals("2026-03-24 05:15", "2026-03-31 07:15")]); // the clock changes on Sunday, 29 March, at two
        Assert.Equal((168L, 167L), warehouse.One<(long, long)>("select count(*), count(expected_arrivals) from analytics.load_forecast"));
        Assert.Equal((0L, 0L), warehouse.One<(long, long)>("select weeks, arrivals from analytics.load_forecast where weekday = 7 and hour = 2"));
    }

    [Fact]
    public void Less_than_a_week_of_history_foretells_nothing()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created(), asOf: "next Mon 08:00");
        Assert.Equal(0, warehouse.One<long>("select count(*) from analytics.load_forecast"));
    }

    private static IEnumerable<TicketStory> Arrivals(params string[] times) => times.Select((time, index) => Given.Ticket($"t{index}").CreatedAt(time).Created());
}
