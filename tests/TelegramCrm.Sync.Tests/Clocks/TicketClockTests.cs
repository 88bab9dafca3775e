namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>What each clock of a ticket means, as docs/metrics.md defines it.</summary>
public sealed class TicketClockTests
{
    private const int Hour = 3600;
    private const int Day = 8 * Hour; // of the office

    [Fact]
    public void First_response_runs_from_creation_to_the_first_human_reply_after_the_customer_wrote()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Agent("Tue 10:00"));
        Assert.Equal(Day + Hour, warehouse.Metric<long?>("frt_business_seconds"));
        Assert.Equal(25 * Hour, warehouse.Metric<long?>("frt_calendar_seconds"));
    }

    [Fact]
    public void Bots_system_messages_and_notes_never_stop_the_first_response()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Bot("Mon 09:01").System("Mon 09:02").Note("Mon 09:03").Agent("Mon 11:00"));
        Assert.Equal(2 * Hour, warehouse.Metric<long?>("frt_business_seconds"));
    }

    [Fact]
    public void A_reply_before_opening_took_no_working_time()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().CreatedAt("Mon 06:00").Created().Customer("Mon 06:00").Agent("Mon 07:00"));
        Assert.Equal(0, warehouse.Metric<long?>("frt_business_seconds"));
        Assert.Equal(Hour, warehouse.Metric<long?>("frt_calendar_seconds"));
        Assert.Equal("met", warehouse.Metric<string>("frt_sla_status"));
    }

    [Fact]
    public void A_ticket_that_an_agent_opened_has_no_first_response()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Agent("Mon 09:00").Customer("Mon 10:00").Agent("Mon 11:00"));
        Assert.Null(warehouse.Metric<long?>("frt_calendar_seconds"));
        Assert.Null(warehouse.Metric<string>("frt_sla_status"));
    }

    [Fact]
    public void Messages_of_one_instant_are_in_the_order_of_their_ids()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 10:00").Agent("Mon 10:00").Agent("Mon 12:00"));
        Assert.Equal(Hour, warehouse.Metric<long?>("frt_business_seconds"));
    }

    [Fact]
    public void First_full_and_active_resolution_of_a_reopened_ticket()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created()
            .Status("Mon 10:00", "open").Status("Mon 12:00", "pending").Status("Mon 14:00", "resolved")
            .Reopened("Tue 09:00").Status("Tue 11:00", "on_hold").Status("Tue 12:00", "open").Status("Tue 15:00", "resolved").Status("Wed 15:00", "closed"));
        Assert.Equal(5 * Hour, warehouse.Metric<long?>("first_resolution_business_seconds"));
        Assert.Equal(Day + 6 * Hour, warehouse.Metric<long?>("full_resolution_business_seconds"));
        Assert.Equal(30 * Hour, warehouse.Metric<long?>("full_resolution_calendar_seconds"));
        Assert.Equal(3 * Hour + 2 * Hour + 3 * Hour, warehouse.Metric<long?>("active_resolution_business_seconds"));
        Assert.Equal(1, warehouse.Metric<long>("reopen_count"));
        Assert.Equal(2 * Hour, warehouse.Metric<long?>("agent_wait_business_seconds"));
        Assert.Equal(Hour, warehouse.Metric<long?>("on_hold_business_seconds"));
        Assert.Equal(8 * Hour, warehouse.Metric<long?>("agent_work_business_seconds"));
        Assert.Equal(9 * Hour, warehouse.Metric<long?>("requester_wait_business_seconds"));
    }

    [Fact]
    public void While_reopened_a_ticket_has_no_full_resolution()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Status("Mon 14:00", "resolved").Reopened("Tue 09:00"));
        Assert.Equal(5 * Hour, warehouse.Metric<long?>("first_resolution_business_seconds"));
        Assert.Null(warehouse.Metric<long?>("full_resolution_business_seconds"));
        Assert.Null(warehouse.Metric<long?>("active_resolution_business_seconds"));
        Assert.Null(warehouse.Metric<bool?>("one_touch"));
    }

    [Fact]
    public void A_closing_word_on_a_ticket_that_stays_resolved_waits_for_nobody()
    {
        var resolved = Given.Ticket().Created().Customer("Mon 09:00").Agent("Mon 10:00").Status("Mon 11:00", "resolved").Customer("Mon 11:30");
        using var done = ClockWarehouse.Of(resolved);
        Assert.Equal(1, done.One<long>("select count(*) from analytics.ticket_replies"));
    }

    [Fact]
    public void A_message_that_reopens_a_resolved_ticket_waits_for_an_answer()
    {
        var story = Given.Ticket().Created().Customer("Mon 09:00").Agent("Mon 10:00").Status("Mon 11:00", "resolved").Customer("Mon 11:30").Reopened("Mon 11:31");
        using var reopened = ClockWarehouse.Of(story);
        Assert.Equal(2, reopened.One<long>("select count(*) from analytics.ticket_replies"));
    }

    [Fact]
    public void Closing_counts_as_resolution_only_where_the_ticket_was_not_resolved_before()
    {
        using var closed = ClockWarehouse.Of(Given.Ticket().Created().Status("Mon 12:00", "closed"));
        using var resolved = ClockWarehouse.Of(Given.Ticket().Created().Status("Mon 11:00", "resolved").Status("Mon 12:00", "closed"));
        Assert.Equal(3 * Hour, closed.Metric<long?>("first_resolution_business_seconds"));
        Assert.Equal(2 * Hour, resolved.Metric<long?>("full_resolution_business_seconds"));
    }

    [Fact]
    public void An_exchange_runs_from_the_oldest_unanswered_message_whatever_else_the_customer_writes()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Agent("Mon 10:00").Agent("Mon 10:30")
            .Customer("Mon 11:00").Customer("Mon 12:00").Agent("Mon 13:00", "bob"));
        Assert.Equal([Hour, 2 * Hour], warehouse.All<long>("select reply_business_seconds from analytics.ticket_replies order by exchange"));
        Assert.Equal("bob", warehouse.One<string>("select agent_id from analytics.ticket_replies where exchange = 2"));
    }

    [Fact]
    public void A_reply_clock_stands_still_in_the_pause_statuses()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Status("Mon 10:00", "on_hold").Status("Mon 12:00", "open").Agent("Mon 13:00"));
        Assert.Equal(2 * Hour, warehouse.One<long>("select reply_business_seconds from analytics.ticket_replies"));
        Assert.Equal(4 * Hour, warehouse.Metric<long?>("frt_business_seconds"));
    }

    [Fact]
    public void A_resolution_without_a_reply_ends_the_exchange()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Status("Mon 10:00", "resolved").Reopened("Mon 11:00").Customer("Mon 11:00").Agent("Mon 12:00"));
        Assert.Equal(["resolution", "reply"], warehouse.All<string>("select ended_by from analytics.ticket_replies order by exchange"));
        Assert.Equal([null, Hour], warehouse.All<long?>("select reply_business_seconds from analytics.ticket_replies order by exchange"));
    }

    [Fact]
    public void Spans_run_from_creation_to_now_and_the_last_has_no_end()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Status("Mon 10:00", "open"), asOf: "Tue 10:00");
        Assert.Equal(["new", "open"], warehouse.All<string>("select status from analytics.ticket_status_spans order by stay"));
        Assert.Equal([Hour, Day], warehouse.All<long?>("select business_seconds from analytics.ticket_status_spans order by stay"));
        Assert.Equal(1, warehouse.One<long>("select count(*) from analytics.ticket_status_spans where ended_at is null"));
    }

    [Fact]
    public void Touches_and_handoffs_are_counted()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Assigned("Mon 09:05", "ann").Assigned("Mon 09:10", "ann").Assigned("Mon 09:30", "bob")
            .Customer("Mon 09:00").Note("Mon 09:40").Agent("Mon 10:00", "bob").Status("Mon 10:00", "resolved"));
        Assert.Equal(1, warehouse.Metric<long>("handoff_count"));
        Assert.Equal(1, warehouse.Metric<long>("reply_count"));
        Assert.True(warehouse.Metric<bool?>("one_touch"));
        Assert.Equal(1, warehouse.One<long>("select tickets_resolved from analytics.agent_daily where agent_id = 'ann'"));
        Assert.Equal(Hour, warehouse.One<long>("select frt_business_p50 from analytics.agent_daily where agent_id = 'bob'"));
    }
}
