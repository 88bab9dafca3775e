namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>What does not fit together is computed all the same, and said.</summary>
public sealed class FlagTests
{
    private static string[] FlagsOf(ClockWarehouse warehouse) => [.. warehouse.All<string>("select unnest(flags) from analytics.ticket_metrics")];

    [Fact]
    public void A_ticket_whose_fields_agree_with_its_events_has_no_flag()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Agent("Mon 10:00").Status("Mon 11:00", "resolved")
            .Says("first_response_at", "Mon 10:00").Says("resolved_at", "Mon 11:00"));
        Assert.Empty(FlagsOf(warehouse));
        Assert.False(warehouse.Metric<bool>("is_flagged"));
    }

    [Fact]
    public void Where_the_tickets_own_times_disagree_the_events_win()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Agent("Mon 10:00").Status("Mon 11:00", "resolved")
            .Says("first_response_at", "Mon 09:01").Says("resolved_at", "Mon 12:00"));
        Assert.Equal(["first_response_disagrees", "resolved_disagrees"], FlagsOf(warehouse));
        Assert.Equal(3600, warehouse.Metric<long?>("frt_business_seconds"));
    }

    [Fact]
    public void A_ticket_without_events_is_computed_from_its_own_times()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Says("status", "resolved").Says("first_response_at", "Mon 10:00").Says("resolved_at", "Mon 12:00"));
        Assert.Equal(["no_events"], FlagsOf(warehouse));
        Assert.Equal(3600, warehouse.Metric<long?>("frt_business_seconds"));
        Assert.Equal(3 * 3600, warehouse.Metric<long?>("full_resolution_business_seconds"));
    }

    [Fact]
    public void What_ends_before_it_starts_took_no_time()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().CreatedAt("Mon 12:00").Created().Customer("Mon 10:00").Agent("Mon 11:00").Says("first_response_at", "Mon 12:00"));
        Assert.Equal(["end_before_start"], FlagsOf(warehouse));
        Assert.Equal(0, warehouse.Metric<long?>("frt_calendar_seconds"));
    }

    [Fact]
    public void What_lies_after_as_of_has_not_happened()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Customer("Mon 09:00").Agent("Thu 10:00"), asOf: "Wed 12:00");
        Assert.Equal(["in_future"], FlagsOf(warehouse));
        Assert.Null(warehouse.Metric<long?>("frt_calendar_seconds"));
    }

    [Fact]
    public void A_status_that_no_rule_knows_is_neither_pause_nor_end()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Status("Mon 10:00", "escalated").Status("Mon 12:00", "resolved").Says("resolved_at", "Mon 12:00"));
        Assert.Equal(["unknown_status"], FlagsOf(warehouse));
        Assert.Equal(3 * 3600, warehouse.Metric<long?>("active_resolution_business_seconds"));
    }

    [Fact]
    public void Of_several_changes_within_an_instant_the_one_with_the_last_id_holds()
    {
        using var warehouse = ClockWarehouse.Of(Given.Ticket().Created().Status("Mon 10:00", "open").Status("Mon 10:00", "pending").Status("Mon 12:00", "resolved").Says("resolved_at", "Mon 12:00"));
        Assert.Equal(3600, warehouse.Metric<long?>("active_resolution_business_seconds"));
        Assert.Equal(["new", "open", "pending", "resolved"], warehouse.All<string>("select status from analytics.ticket_status_spans order by stay"));
    }
}
