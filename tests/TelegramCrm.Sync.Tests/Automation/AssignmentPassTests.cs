using Dapper;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Configuration;
using static TelegramCrm.Sync.Tests.Automation.FrontDesk;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>Tickets that nobody has, against a CRM over real HTTP.</summary>
public sealed class AssignmentPassTests
{
    [Fact]
    public async Task The_first_rule_that_matches_and_finds_somebody_places_the_ticket()
    {
        await using var desk = await OpenAsync(
            new AssignmentRule { Name = "premium", When = new() { Tiers = ["premium"], During = "office" }, To = new() { Roles = ["senior"] } },
            new AssignmentRule { Name = "rest", To = new() { Queue = "q-billing" } });
        var (premium, basic) = (desk.People.OpenTicket(tier: "premium"), desk.People.OpenTicket());
        var outcome = await desk.LookAsync();
        Assert.Equal((2, 2), (outcome.Decided, outcome.Applied));
        Assert.Equal(("ag-3", null), desk.PlaceOf(premium));
        Assert.Equal((null, "q-billing"), desk.PlaceOf(basic));
        Assert.Equal(["rule premium: 1 of 1 fitting agents are free, and ag-3 has the fewest tickets (0)"], desk.Ledger.Of(premium).Select(decision => decision.Reason));
        Assert.Equal([("applied", "rest")], desk.Ledger.Of(basic).Select(decision => (decision.State, decision.Rule!)));
    }

    [Fact]
    public async Task A_ticket_that_is_placed_is_not_touched_again()
    {
        await using var desk = await OpenAsync(new AssignmentRule { Name = "rest", To = new() { Queue = "q-billing" } });
        var ticket = desk.People.OpenTicket();
        await desk.LookAsync();
        desk.People.Write(ticket, "hello?");
        var outcome = await desk.LookAfterAsync(60);
        Assert.Equal(0, outcome.Decided);
        Assert.Equal(["service q-billing"], desk.PlacementsOf(ticket));
    }

    [Theory]
    [InlineData("away")]
    [InlineData("busy")]
    [InlineData("offline")]
    public async Task Nobody_gets_a_ticket_who_is_not_available_and_the_window_ends_in_the_default_queue(string availability)
    {
        await using var desk = await OpenAsync(Anybody);
        foreach (var agent in (string[])["ag-1", "ag-2", "ag-3"])
            desk.People.SetAvailability(agent, availability);
        var ticket = desk.People.OpenTicket();
        Assert.Equal(1, (await desk.LookAsync()).Waiting);
        Assert.Equal(1, (await desk.LookAfterAsync(14)).Waiting);
        Assert.Equal((null, null), desk.PlaceOf(ticket));
        await desk.LookAfterAsync(1);
        Assert.Equal((null, Fallback), desk.PlaceOf(ticket));
        Assert.Contains(desk.Told.Lines, line => line.StartsWith($"Assignment alert 1: ticket {ticket} landed in the default queue {Fallback}: no rule placed it within 15m (anybody: nobody is free: ag-1 is {availability}", StringComparison.Ordinal));
        desk.Restart();
        await desk.LookAfterAsync(1);
        Assert.Single(desk.Told.Lines);
    }

    [Fact]
    public async Task Nobody_gets_more_than_they_take()
    {
        await using var desk = await OpenAsync(Anybody);
        var tickets = Enumerable.Range(0, 8).Select(_ => desk.People.OpenTicket()).ToList();
        await desk.LookAsync();
        Assert.Equal([2, 2, 2], tickets.Select(ticket => desk.PlaceOf(ticket).Agent).OfType<string>().GroupBy(agent => agent).Select(group => group.Count()));
        desk.People.SetStatus(tickets.First(ticket => desk.PlaceOf(ticket).Agent == "ag-2"), "resolved", by: "ag-2");
        await desk.LookAfterAsync(1);
        Assert.Equal(7, tickets.Count(ticket => desk.PlaceOf(ticket).Agent is not null));
    }

    [Fact]
    public async Task What_a_person_decided_stands_even_when_it_was_decided_between_reading_and_writing()
    {
        await using var desk = await OpenAsync(Anybody);
        var (taken, moved) = (desk.People.OpenTicket(), desk.People.OpenTicket());
        desk.Crm.OnRequest = request =>
        {
            if (request == $"PATCH /api/v1/tickets/{taken}" && desk.PlaceOf(taken).Agent is null)
                desk.People.Assign(taken, "ag-3", by: "ag-3");
            if (request == $"GET /api/v1/tickets/{moved}" && desk.PlaceOf(moved).Queue is null)
                desk.People.Move(moved, "q-billing", by: "ag-3");
        };
        await desk.LookAsync();
        await desk.LookAfterAsync(60);
        Assert.Equal(["person ag-3"], desk.PlacementsOf(taken));
        Assert.Equal(["person q-billing"], desk.PlacementsOf(moved));
        Assert.Equal("the ticket changed while it was sent, so it is decided again", Assert.Single(desk.Ledger.Of(taken)).Outcome);
        Assert.Equal("the ticket changed before it was sent, so it is decided again", Assert.Single(desk.Ledger.Of(moved)).Outcome);
    }

    [Fact]
    public async Task A_ticket_that_only_got_a_message_meanwhile_is_decided_again_and_placed_by_the_same_look()
    {
        await using var desk = await OpenAsync(Anybody);
        var ticket = desk.People.OpenTicket();
        var wrote = false;
        desk.Crm.OnRequest = request =>
        {
            if (request.StartsWith("PATCH", StringComparison.Ordinal) && !wrote)
                desk.People.Write(ticket, "and another thing");
            wrote |= request.StartsWith("PATCH", StringComparison.Ordinal);
        };
        var outcome = await desk.LookAsync();
        Assert.Equal((2, 1, 1), (outcome.Decided, outcome.Withdrawn, outcome.Applied));
        Assert.Equal(["service ag-2"], desk.PlacementsOf(ticket)); // the turn of the first decision is spent
    }

    [Fact]
    public async Task What_the_CRM_does_by_itself_is_nobodys_decision()
    {
        await using var desk = await OpenAsync(Anybody);
        var ticket = desk.People.OpenTicket();
        desk.People.Move(ticket, "q-billing", by: null);
        await desk.LookAsync();
        Assert.Equal(("ag-1", "q-billing"), desk.PlaceOf(ticket));
    }

    [Fact]
    public async Task A_ticket_that_is_opened_again_or_loses_its_agent_who_left_arrives_anew()
    {
        await using var desk = await OpenAsync(Anybody);
        var ticket = desk.People.OpenTicket();
        await desk.LookAsync();
        Assert.Equal("ag-1", desk.PlaceOf(ticket).Agent);
        desk.Time.Advance(TimeSpan.FromMinutes(1));
        desk.People.DeleteAgent("ag-1");
        await desk.LookAfterAsync(1);
        Assert.Equal("ag-2", desk.PlaceOf(ticket).Agent);
        Assert.Equal(2, desk.Ledger.Of(ticket).Select(decision => decision.ArrivedAt).Distinct().Count());
    }

    [Fact]
    public async Task During_an_outage_decisions_go_on_are_kept_and_are_applied_or_withdrawn_when_the_CRM_is_back()
    {
        await using var desk = await OpenAsync(Anybody);
        var (first, second) = (desk.People.OpenTicket(), desk.People.OpenTicket());
        await desk.SyncAsync();
        desk.SetAway(true);
        var away = await desk.LookAfterAsync(1);
        Assert.Equal((2, 0, 2), (away.Decided, away.Applied, away.Queued));
        Assert.All(desk.Ledger.Open(), decision => Assert.Equal(60, decision.CacheAgeSeconds));
        desk.People.SetAvailability("ag-2", "away");
        desk.Restart();
        desk.SetAway(false);
        var back = await desk.LookAsync();
        Assert.Equal((2, 1), (back.Applied, back.Withdrawn));
        Assert.Equal(["ag-1", "ag-3"], new[] { first, second }.Select(ticket => desk.PlaceOf(ticket).Agent).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_known_may_be_too_old_for_rules_but_the_default_queue_takes_the_ticket_as_soon_as_the_CRM_answers()
    {
        await using var desk = await OpenAsync(Anybody);
        var ticket = desk.People.OpenTicket();
        await desk.SyncAsync();
        desk.SetAway(true);
        var outcome = await desk.LookAfterAsync(31);
        Assert.Equal((1, 1), (outcome.Decided, outcome.Queued));
        Assert.Contains("what is known of agents and tickets is too old", Assert.Single(desk.Ledger.Open()).Reason, StringComparison.Ordinal);
        desk.Restart();
        desk.SetAway(false);
        await desk.LookAsync();
        Assert.Equal((null, Fallback), desk.PlaceOf(ticket));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_looked_up_and_nothing_is_done_twice()
    {
        await using var desk = await OpenAsync(Anybody);
        var ticket = desk.People.OpenTicket();
        desk.Crm.OnRequest = request => desk.Crm.Faults = new() { ConnectionResets = request.StartsWith("PATCH", StringComparison.Ordinal) ? 1 : 0 };
        var lost = await desk.LookAsync();
        Assert.Equal((1, 0, 1), (lost.Decided, lost.Applied, lost.Queued));
        desk.Crm.OnRequest = null;
        desk.SetAway(false);
        desk.Restart();
        var found = await desk.LookAfterAsync(1);
        Assert.Equal((0, 1), (found.Decided, found.Applied));
        Assert.Equal(["service ag-1"], desk.PlacementsOf(ticket));
        Assert.Equal("found in the CRM: an earlier try had come through", Assert.Single(desk.Ledger.Of(ticket)).Outcome);
    }

    [Fact]
    public async Task A_refusal_is_a_dead_letter_that_is_told_and_the_ticket_and_the_rest_go_on()
    {
        await using var desk = await OpenAsync(Anybody);
        var tickets = Enumerable.Range(0, 2).Select(_ => desk.People.OpenTicket()).ToList();
        var left = false;
        desk.Crm.OnRequest = request =>
        {
            if (request.StartsWith("PATCH", StringComparison.Ordinal) && !left)
                desk.People.DeleteAgent("ag-1");
            left |= request.StartsWith("PATCH", StringComparison.Ordinal);
        };
        var outcome = await desk.LookAsync();
        Assert.Equal((1, 2), (outcome.Failed, outcome.Applied));
        Assert.All(tickets, ticket => Assert.NotNull(desk.PlaceOf(ticket).Agent));
        var dead = Assert.Single(tickets.SelectMany(ticket => desk.Ledger.Of(ticket)), decision => decision.State == AssignmentDecision.Failed);
        Assert.Contains("names no agent: ag-1", dead.Outcome, StringComparison.Ordinal);
        Assert.Contains(desk.Told.Lines, line => line.StartsWith($"Assignment alert {dead.Number}: the CRM refused ticket {dead.TicketId} for ag-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_the_default_queue_was_removed_the_one_that_the_CRM_calls_its_default_takes_the_ticket()
    {
        await using var desk = await OpenAsync();
        var ticket = desk.People.OpenTicket();
        desk.People.RemoveQueue(Fallback);
        await desk.LookAfterAsync(15);
        Assert.Equal((null, "q-inbox"), desk.PlaceOf(ticket));
        Assert.Contains(desk.Told.Lines, line => line.Contains($"refused ticket {ticket} for {Fallback}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rule_that_breaks_is_passed_over_and_told_of()
    {
        var catastrophe = new AssignmentRule { Name = "broken", When = new() { Subject = "^(a+)+$" }, To = new() { Roles = ["agent"] } };
        await using var desk = await OpenAsync(catastrophe);
        var ticket = desk.People.OpenTicket(subject: new string('a', 60) + "!");
        await desk.LookAsync();
        await desk.LookAfterAsync(15);
        Assert.Equal((null, Fallback), desk.PlaceOf(ticket));
        Assert.Contains(desk.Told.Lines, line => line.StartsWith("Assignment: rule broken is passed over: it failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_that_arrived_before_anybody_watched_is_touched()
    {
        await using var desk = await OpenAsync(Anybody);
        var (old, young) = (desk.People.OpenTicket(), "");
        desk.Time.Advance(TimeSpan.FromMinutes(90));
        young = desk.People.OpenTicket();
        using (var state = desk.State.Connect())
            state.Execute("delete from automation_watch"); // as before the very first look
        await desk.LookAfterAsync(50);
        Assert.Equal((null, null), desk.PlaceOf(old));
        Assert.NotEqual((null, null), desk.PlaceOf(young));
    }
}
