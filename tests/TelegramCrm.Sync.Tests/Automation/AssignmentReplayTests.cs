using TelegramCrm.Sync.Automation.Assignment.Replay;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Tests.Clocks;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>Rules that are tried on the past before they are switched on.</summary>
public sealed class AssignmentReplayTests
{
    [Fact]
    public async Task Tickets_are_replayed_as_they_arrived_with_agents_as_they_were_and_desks_as_the_rules_would_have_filled_them()
    {
        await using var desk = await FrontDesk.OpenAsync(FrontDesk.By(), agents: [("ag-1", "agent", 1), ("ag-2", "agent", null), ("ag-3", "senior", null)]);
        var from = desk.Now;
        var first = desk.People.OpenTicket(queueId: "q-inbox");
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        desk.People.Move(first, "q-billing", by: "ag-2"); // the rules would have seen q-inbox
        desk.People.Assign(first, "ag-2", by: "ag-2");
        desk.People.SetAvailability("ag-2", "away");
        var second = desk.People.OpenTicket(queueId: "q-inbox"); // ag-1 is full by then, ag-2 away
        desk.Time.Advance(TimeSpan.FromMinutes(5));
        desk.People.SetStatus(first, "resolved", by: "ag-2");
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        var third = desk.People.OpenTicket(queueId: "q-inbox", tier: "premium");
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        desk.People.Assign(third, "ag-3", by: "ag-3");
        var fourth = desk.People.OpenTicket(queueId: "q-general");
        await desk.SyncAsync();
        desk.Time.Advance(TimeSpan.FromHours(1));
        await desk.SyncAsync();

        var rules = FrontDesk.By(
            new AssignmentRule { Name = "premium", When = new() { Tiers = ["premium"], During = "office" }, To = new() { Roles = ["senior"] } },
            new AssignmentRule { Name = "inbox", When = new() { Queues = ["q-inbox"] }, To = new() { Roles = ["agent"] } });
        using var connection = desk.Warehouse.Connect();
        var outcome = new AssignmentReplay(rules, [Given.Office()], connection, TestWarehouse.SqlFolder).Run(from, desk.Now);

        Assert.Equal([(first, "ag-1", 0), (second, "ag-1", 5), (third, "ag-3", 0), (fourth, null, 15)],
            outcome.Tickets.Select(ticket => (ticket.TicketId, ticket.AgentId, (int)(ticket.PlacedAt!.Value - ticket.CreatedAt).TotalMinutes)));
        Assert.Equal(["ag-2", null, "ag-3", null], outcome.Tickets.Select(ticket => ticket.ActualAgentId));
        Assert.Equal([("inbox", 2), ("", 1), ("premium", 1)], outcome.ByRule);
        Assert.Equal(2, outcome.Different);
        Assert.Equal([("ag-1", 2L, 1L, 0L), ("ag-2", 0L, 0L, 1L), ("ag-3", 1L, 1L, 1L)], outcome.Agents.Select(agent => (agent.AgentId, agent.Given, agent.MostOpen, agent.ActuallyGiven)));
    }
}
