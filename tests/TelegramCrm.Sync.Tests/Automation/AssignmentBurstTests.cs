using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>Many tickets at once, as after an outage. How long it takes within the limits, benchmarks/ measures.</summary>
public sealed class AssignmentBurstTests
{
    private const int Tickets = 1_200;

    [Fact]
    public async Task Every_ticket_of_a_burst_is_placed_with_two_requests_and_without_one_429()
    {
        await using var desk = await FrontDesk.OpenAsync(
            FrontDesk.By(new AssignmentRule { Name = "all", To = new() { Roles = ["agent"] } }), agents: [("ag-1", "agent", null), ("ag-2", "agent", null), ("ag-3", "agent", 100)]);
        for (var i = 0; i < Tickets; i++)
            desk.People.OpenTicket();
        var before = desk.Crm.Requests;
        var outcome = await desk.LookAsync();
        Assert.Equal((Tickets, 0, 0), (outcome.Applied, outcome.Withdrawn, outcome.Queued));
        var loads = desk.Truth("tickets").GroupBy(ticket => (string)ticket["assigned_agent_id"]!).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal((550, 550, 100), (loads["ag-1"], loads["ag-2"], loads["ag-3"]));
        var asked = desk.Crm.Requests.ToDictionary(pair => pair.Key, pair => pair.Value - before.GetValueOrDefault(pair.Key));
        Assert.Equal((Tickets, Tickets), (asked["GET /api/v1/tickets/{ticket_id}"], asked["PATCH /api/v1/tickets/{ticket_id}"]));
        Assert.InRange(asked.Values.Sum(), 2 * Tickets, (2 * Tickets) + 30); // and a few pages of lists in each round
        Assert.DoesNotContain("429", desk.Crm.FaultsMet.Keys);
    }
}
