using CsCheck;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>What of a ticket's working time is which agent's on which day, as docs/metrics.md defines it.</summary>
public sealed class AgentTicketDayTests
{
    private const int Hour = 3600;

    [Fact]
    public void The_working_time_of_a_day_is_the_agent_s_whose_ticket_it_was_in_it()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Assigned("Mon 09:00", "ann").Assigned("Tue 12:00", "bob").Status("Wed 10:00", "resolved"));
        Assert.Equal([("ann", "Mon", 8 * Hour), ("ann", "Tue", 3 * Hour), ("bob", "Tue", 5 * Hour), ("bob", "Wed", Hour)], Days(warehouse));
        Assert.Equal(17 * Hour, warehouse.Metric<long>("agent_work_business_seconds"));
    }

    [Fact]
    public void Time_that_waits_for_the_customer_is_nobody_s_work()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Assigned("Mon 09:00", "ann").Status("Mon 10:00", "pending").Status("Mon 15:00", "open").Status("Mon 16:00", "on_hold"));
        Assert.Equal([("ann", "Mon", 2 * Hour)], Days(warehouse));
    }

    [Fact]
    public void Time_in_which_nobody_had_the_ticket_is_nobody_s_work()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Assigned("Mon 15:00", "ann").Status("Mon 16:00", "resolved"));
        Assert.Equal([("ann", "Mon", Hour)], Days(warehouse));
        Assert.Equal(7 * Hour, warehouse.Metric<long>("agent_work_business_seconds"));
    }

    [Fact]
    public void A_ticket_whose_assignment_was_not_recorded_was_its_agent_s_from_the_start()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Says("assigned_agent_id", "ann").Status("Mon 12:00", "resolved"));
        Assert.Equal([("ann", "Mon", 3 * Hour)], Days(warehouse));
    }

    [Fact]
    public void A_ticket_that_is_open_outside_working_hours_only_has_no_day()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().CreatedAt("Mon 18:00").Created().Assigned("Mon 18:00", "ann").Status("Mon 20:00", "resolved"));
        Assert.Empty(Days(warehouse));
    }

    [Fact]
    public void What_lies_ahead_of_now_is_not_worked_yet()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Assigned("Mon 09:00", "ann").Assigned("Tue 10:00", "bob"), asOf: "Mon 11:00");
        Assert.Equal([("ann", "Mon", 2 * Hour)], Days(warehouse));
    }

    [Fact]
    public void Whoever_has_it_when_the_days_of_a_ticket_that_somebody_always_had_are_all_its_work() => Gen.Select(
        Gen.Select(Gen.Int[0, 9 * 24 * 60], Gen.OneOf("ann", "bob", "cem")).Array[0, 6],
        Gen.Select(Gen.Int[1, 9 * 24 * 60], Gen.OneOf("open", "pending", "on_hold", "resolved")).Array[0, 6],
        RandomCalendars.Of("Asia/Kathmandu", Given.At("Mon 00:00").InUtc().Date, 30)).Sample((assignments, statuses, calendar) =>
    {
        var told = assignments.Select(step => (At: step.Item1, step.Item2, IsAssignment: true))
            .Concat(statuses.Select(step => (At: step.Item1, step.Item2, IsAssignment: false))).OrderBy(step => step.At)
            .Aggregate(Given.Ticket().CreatedAt("Mon 00:00").Created().Assigned("Mon 00:00", "dee"), (story, step) => step.IsAssignment ? story.Assigned(Text(step.At), step.Item2) : story.Status(Text(step.At), step.Item2));
        using var warehouse = new ClockWarehouse { Calendars = [calendar] }.Compute("next Fri 12:00", told); // its data tests compare the sums
        Assert.Equal(warehouse.Metric<long?>("agent_work_business_seconds") ?? 0, warehouse.One<long>("select coalesce(sum(worked_business_seconds), 0)::bigint from analytics.agent_ticket_daily"));
    }, iter: 15, threads: 1);

    private static IReadOnlyList<(string Agent, string Day, long Seconds)> Days(ClockWarehouse warehouse) =>
        warehouse.All<(string, string, long)>("select agent_id, strftime(day, '%a'), worked_business_seconds from analytics.agent_ticket_daily order by day, agent_id");

    private static string Text(int minutes) => $"{((string[])["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "next Mon", "next Tue", "next Wed"])[minutes / 1440]} {minutes / 60 % 24:00}:{minutes % 60:00}";
}
