namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>Figures of an instant in the past know nothing of what came later.</summary>
public sealed class AsOfTests
{
    private const int Hour = 3600;

    [Fact]
    public void Before_its_first_change_a_ticket_is_in_what_that_change_found_it_in()
    {
        using var warehouse = new ClockWarehouse { Calendars = [Given.Office(), Given.NeverOpen()], Rules = [new("never", new() { Queues = ["night"] })] };
        warehouse.Compute("Mon 11:00", Given.Ticket().Says("queue_id", "day").Says("status", "open").Status("Mon 12:00", "pending").Queue("Mon 13:00", "night").Status("Mon 14:00", "closed"));
        Assert.Equal(("open", "office"), (warehouse.One<string>("select status from analytics.ticket_status_spans"), warehouse.Metric<string>("calendar_id")));
        Assert.Equal(2 * Hour, warehouse.Metric<long?>("agent_work_business_seconds"));
        Assert.Null(warehouse.Metric<long?>("full_resolution_business_seconds"));
    }

    [Fact]
    public void What_a_ticket_without_events_says_of_itself_counts_only_once_it_has_happened()
    {
        using var warehouse = new ClockWarehouse();
        warehouse.Compute("Mon 11:00", Given.Ticket().Says("status", "resolved").Says("first_response_at", "Mon 12:00").Says("resolved_at", "Mon 12:00"));
        Assert.Null(warehouse.Metric<long?>("frt_business_seconds"));
        Assert.Null(warehouse.Metric<long?>("full_resolution_business_seconds"));
        Assert.Equal(2 * Hour, warehouse.Metric<long?>("agent_work_business_seconds"));
        Assert.Equal("running", warehouse.Metric<string>("resolution_sla_status"));
    }
}
