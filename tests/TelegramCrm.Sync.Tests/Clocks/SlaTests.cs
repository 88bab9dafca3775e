using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>What a promise is, when it is due and how it stands. The policy: 4 working hours to answer, 2 to answer again, 16 to solve.</summary>
public sealed class SlaTests
{
    private const int Hour = 3600;

    [Fact]
    public void A_target_is_due_at_the_earliest_instant_at_which_its_working_seconds_have_elapsed()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().CreatedAt("Mon 15:00").Created().Customer("Mon 15:00"), asOf: "Mon 16:00");
        Assert.Equal(Given.At("Tue 11:00"), warehouse.SlaTime("due_at", "first_response"));
        Assert.Equal(Given.At("Tue 10:12"), warehouse.SlaTime("warn_at", "first_response"));
        Assert.Equal("running", warehouse.Metric<string>("frt_sla_status"));
    }

    [Fact]
    public void A_target_used_up_exactly_at_closing_is_due_at_closing_and_met_until_the_next_opening()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().CreatedAt("Mon 13:00").Created().Customer("Mon 13:00").Agent("Mon 20:00"));
        Assert.Equal(Given.At("Mon 17:00"), warehouse.SlaTime("due_at", "first_response"));
        Assert.Equal("met", warehouse.Metric<string>("frt_sla_status"));
    }

    [Fact]
    public void A_late_answer_is_a_breach_by_its_working_seconds_past_the_target()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Agent("Tue 10:00"));
        Assert.Equal("breached", warehouse.Metric<string>("frt_sla_status"));
        Assert.Equal(5 * Hour, warehouse.Sla<long?>("breach_seconds", "first_response"));
    }

    [Theory]
    [InlineData("Mon 12:00", "running")]
    [InlineData("Mon 12:12", "warning")]
    [InlineData("Mon 13:00", "warning")]
    [InlineData("Mon 13:00:01", "breached")]
    public void An_unanswered_ticket_warns_from_its_share_and_is_breached_past_its_target(string asOf, string status)
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00"), asOf);
        Assert.Equal(status, warehouse.Metric<string>("frt_sla_status"));
    }

    [Fact]
    public void Pauses_push_the_due_time_by_their_working_length()
    {
        var story = Given.Ticket().Created().Status("Mon 10:00", "open").Status("Mon 16:00", "pending").Status("Tue 11:00", "open");
        using var warehouse = ClockWarehouse.Of(story, asOf: "Tue 12:00");
        Assert.Equal(Given.At("Wed 12:00"), warehouse.SlaTime("due_at", "resolution")); // Tue 17:00, and the three working hours of the pause
        Assert.Equal(8 * Hour, warehouse.Sla<long>("elapsed_seconds", "resolution"));
    }

    [Fact]
    public void While_a_clock_is_paused_nobody_knows_when_it_will_be_due()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Status("Mon 10:00", "on_hold"), asOf: "Wed 10:00");
        Assert.Equal("paused", warehouse.Metric<string>("resolution_sla_status"));
        Assert.Null(warehouse.SlaTime("due_at", "resolution"));
        Assert.Equal(Hour, warehouse.Sla<long>("elapsed_seconds", "resolution"));
    }

    [Fact]
    public void The_resolution_clock_resumes_on_reopening()
    {
        var story = Given.Ticket().Created().Status("Mon 17:00", "resolved").Reopened("Wed 09:00");
        using var warehouse = ClockWarehouse.Of(story, asOf: "Wed 11:00");
        Assert.Equal("running", warehouse.Metric<string>("resolution_sla_status"));
        Assert.Equal(10 * Hour, warehouse.Sla<long>("elapsed_seconds", "resolution"));
        Assert.Equal(Given.At("Wed 17:00"), warehouse.SlaTime("due_at", "resolution"));
    }

    [Fact]
    public void Every_exchange_is_a_promise_of_its_own()
    {
        var story = Given.Ticket().Created().Customer("Mon 09:00").Agent("Mon 10:00").Customer("Mon 11:00").Agent("Mon 14:00").Customer("Tue 09:00");
        using var warehouse = ClockWarehouse.Of(story, asOf: "Tue 10:45");
        Assert.Equal(["met", "breached", "warning"], warehouse.All<string>("select status from analytics.sla_events where metric = 'next_reply' order by instance"));
        Assert.Equal(Given.At("Mon 13:00"), warehouse.SlaTime("due_at", "next_reply", 2));
    }

    [Fact]
    public void A_calendar_target_counts_nights_and_week_ends()
    {
        using var warehouse = new ClockWarehouse { Policies = [Given.Policy(businessTime: false)] };
        warehouse.Compute("next Mon 09:00", Given.Ticket().CreatedAt("Fri 16:00").Created().Customer("Fri 16:00"));
        Assert.Equal(Given.At("Fri 20:00"), warehouse.SlaTime("due_at", "first_response"));
        Assert.Equal("breached", warehouse.Metric<string>("frt_sla_status"));
    }

    [Fact]
    public void The_first_policy_that_matches_holds_as_the_ticket_was_when_it_was_answered()
    {
        var urgent = new SlaPolicy { Name = "urgent", When = new() { Priorities = ["urgent"] }, Targets = [new("first_response", Hour)] };
        using var warehouse = new ClockWarehouse { Policies = [urgent, Given.Policy()] };
        warehouse.Compute("Fri 12:00",
            Given.Ticket("before").Created().Customer("Mon 09:00").Agent("Mon 11:00").Priority("Mon 12:00", "urgent"),
            Given.Ticket("after").Created().Customer("Mon 09:00").Priority("Mon 10:30", "urgent").Agent("Mon 11:00"));
        Assert.Equal(["breached", "met"], warehouse.All<string>("select frt_sla_status from analytics.ticket_metrics order by ticket_id"));
        Assert.Equal(["urgent", "standard"], warehouse.All<string>("select policy from analytics.sla_events where metric = 'first_response' order by ticket_id"));
    }

    [Fact]
    public void A_calendar_without_hours_leaves_nothing_due()
    {
        using var warehouse = new ClockWarehouse { Calendars = [Given.NeverOpen()] };
        warehouse.Compute("Fri 12:00", Given.Ticket().Created().Customer("Mon 09:00").Agent("Tue 10:00"));
        Assert.Equal(0, warehouse.Metric<long?>("frt_business_seconds"));
        Assert.Null(warehouse.SlaTime("due_at", "resolution"));
    }

    [Fact]
    public void A_target_longer_than_years_of_hours_still_has_a_due_time()
    {
        var slow = new SlaPolicy { Name = "slow", Targets = [new("first_response", 400 * Hour)] };
        using var warehouse = new ClockWarehouse { Policies = [slow], Calendars = [Given.Calendar("mondays", NodaTime.DateTimeZone.Utc, [1], new OpenHours(9 * Hour, 10 * Hour))] };
        warehouse.Compute("Tue 12:00", Given.Ticket().Created().Customer("Mon 09:00"));
        Assert.Equal(Given.At("Mon 10:00") + NodaTime.Duration.FromDays(7 * 399), warehouse.SlaTime("due_at", "first_response"));
    }
}
