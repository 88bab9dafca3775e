using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>Tickets that nobody has, as a user of the command line places them.</summary>
public sealed class AssignTests : IAsyncLifetime, IDisposable
{
    private const string Rules = """
        "automation": { "assignment": {
          "rules": [
            { "name": "premium-seniors", "when": { "tiers": ["premium"] }, "to": { "roles": ["senior"] } },
            { "name": "shared", "to": { "queue": "q-escalations" } },
          ],
          "fallback": { "queue": "q-inbox", "window": "15m" },
        } },
        """;

    private readonly Tgcrm tgcrm = new();
    private SandboxServer crm = null!;

    public async Task InitializeAsync()
    {
        crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 20 }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, Rules);
        (await tgcrm.RunAsync("sync")).Well();
        (await tgcrm.RunAsync("assign")).Well(); // what waited before is left to people
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task A_dry_run_shows_what_a_run_then_does_and_explain_says_why()
    {
        var ticket = crm.People.OpenTicket(tier: "basic");
        (await tgcrm.RunAsync("sync")).Well();
        Assert.Contains($"{ticket}: in queue q-escalations: rule shared puts it in queue q-escalations", (await tgcrm.RunAsync("assign", "--dry-run")).Well().Output, StringComparison.Ordinal);
        Assert.Equal((string?)null, (string?)TicketOf(ticket)["queue_id"]);

        Assert.StartsWith("1 decided, 1 applied, 0 withdrawn, 0 refused; 0 wait for the CRM, 0 tickets wait", (await tgcrm.RunAsync("assign")).Well().Output, StringComparison.Ordinal);
        Assert.Equal("q-escalations", (string?)TicketOf(ticket)["queue_id"]);
        (await tgcrm.RunAsync("sync")).Well();
        Assert.Contains("in queue q-escalations: rule shared puts it in queue q-escalations", (await tgcrm.RunAsync("explain", ticket)).Well().Output, StringComparison.Ordinal);
        Assert.Contains($"{ticket},shared,applied", (await tgcrm.RunAsync("query", "select ticket_id, rule, state from analytics.assignments", "--format", "csv")).Well().Output, StringComparison.Ordinal);
        Assert.Contains("assignment: 0 tickets wait, 0 decisions wait for the CRM, 0 were refused; agents and tickets are known as of", (await tgcrm.RunAsync("status")).Well().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replay_compares_what_rules_would_have_done_with_what_was_done()
    {
        var document = JsonNode.Parse((await tgcrm.RunAsync("assign", "--replay", "--from", "2000-01-01", "--to", "2100-01-01", "--json")).Well().Output)!;
        Assert.Equal(crm.Truth.Records("tickets").Count(ticket => JsonNode.Parse(ticket)!["deleted_at"] is null), document["tickets"]!.AsArray().Count);
        Assert.NotEmpty(document["agents"]!.AsArray());
        Assert.Equal(2, (await tgcrm.RunAsync("assign", "--replay")).ExitCode);
    }

    [Fact]
    public async Task Check_names_what_the_CRM_does_not_have()
    {
        Assert.Contains("ok      assignment: the CRM has all agents and queues that the rules name", (await tgcrm.RunAsync("check")).Well().Output, StringComparison.Ordinal);
        await tgcrm.ConfigureAsync(crm, Rules.Replace("\"roles\": [\"senior\"]", "\"agents\": [\"ag-nobody\"], \"membersOf\": [\"q-nowhere\"]", StringComparison.Ordinal));
        var ended = await tgcrm.RunAsync("check");
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains("rules[0] (premium-seniors): the CRM has no queue q-nowhere; rules[0] (premium-seniors): the CRM has no agent ag-nobody; rules[0] (premium-seniors): no agent of the CRM fits all of \"to\"", ended.Output, StringComparison.Ordinal);
    }

    private JsonNode TicketOf(string id) => crm.Truth.Records("tickets").Select(ticket => JsonNode.Parse(ticket)!).Single(ticket => (string)ticket["id"]! == id);
}
