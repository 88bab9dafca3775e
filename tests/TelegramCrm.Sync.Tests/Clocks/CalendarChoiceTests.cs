using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

public sealed class CalendarChoiceTests
{
    private const int Hour = 3600;

    [Fact]
    public void The_first_rule_that_matches_chooses_the_calendar_else_the_default_holds()
    {
        using var warehouse = new ClockWarehouse
        {
            Calendars = [Given.Office(), Given.AlwaysOpen(), Given.NeverOpen()],
            Rules = [new("always", new TicketCondition { Tiers = ["premium"], Priorities = ["high", "urgent"] }), new("never", new TicketCondition { Tiers = ["premium"] })],
        };
        warehouse.Compute("Fri 12:00",
            Given.Ticket("a").OfTier("premium").Says("priority", "high").Created(),
            Given.Ticket("b").OfTier("premium").Created(),
            Given.Ticket("c").Says("priority", "high").Created());
        Assert.Equal(["always", "never", "office"], warehouse.All<string>("select calendar_id from analytics.ticket_metrics order by ticket_id"));
    }

    [Fact]
    public void When_a_ticket_moves_each_calendar_counts_for_the_time_it_applied()
    {
        using var warehouse = new ClockWarehouse { Calendars = [Given.Office(), Given.AlwaysOpen()], Rules = [new("always", new TicketCondition { Queues = ["night"] })] };
        warehouse.Compute("Fri 12:00", Given.Ticket().Created().Customer("Mon 09:00").Queue("Mon 16:00", "night").Queue("Mon 20:00", "day").Agent("Tue 10:00"));
        Assert.Equal(7 * Hour + 4 * Hour + Hour, warehouse.Metric<long?>("frt_business_seconds"));
    }

    [Fact]
    public void A_due_time_is_found_across_the_calendars_a_ticket_was_in()
    {
        using var warehouse = new ClockWarehouse { Calendars = [Given.Office(), Given.AlwaysOpen()], Rules = [new("always", new TicketCondition { Queues = ["night"] })] };
        warehouse.Compute("Mon 23:00", Given.Ticket().CreatedAt("Mon 16:00").Created().Customer("Mon 16:00").Queue("Mon 18:00", "night"));
        Assert.Equal(Given.At("Mon 21:00"), warehouse.SlaTime("due_at", "first_response"));
        Assert.Equal("breached", warehouse.Metric<string>("frt_sla_status"));
    }

    [Fact]
    public void Without_calendars_working_times_are_unknown_and_calendar_times_are_there()
    {
        using var warehouse = new ClockWarehouse { Calendars = [], Policies = [] };
        warehouse.Compute("Fri 12:00", Given.Ticket().Created().Customer("Mon 09:00").Agent("Mon 10:00"));
        Assert.Null(warehouse.Metric<long?>("frt_business_seconds"));
        Assert.Null(warehouse.Metric<long?>("agent_work_business_seconds"));
        Assert.Equal(Hour, warehouse.Metric<long?>("frt_calendar_seconds"));
    }
}
