using System.Net;

namespace TelegramCrm.Sandbox.Tests;

/// <summary>What people do in the sandbox shows in the API as it would in a CRM.</summary>
public sealed class PeopleTests
{
    [Fact]
    public async Task A_workspace_without_tickets_takes_its_first_one()
    {
        var folder = Directory.CreateTempSubdirectory("tgcrm-empty-").FullName;
        await using var crm = await Crm.StartAsync(new SandboxOptions { DataFolder = folder });
        var id = crm.Server.People.OpenTicket(subject: "the first", tier: "premium");
        Assert.Equal(("new", "premium"), ((string?)(await crm.GetAsync($"tickets/{id}"))["status"], (string?)(await crm.GetAsync($"tickets/{id}"))["customer"]!["tier"]));
        Assert.Equal(["created"], (await crm.WalkAsync("ticket-events")).Select(happened => (string)happened["type"]!));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Who_placed_a_ticket_stands_in_its_events()
    {
        await using var crm = await Crm.StartAsync();
        var id = crm.Server.People.OpenTicket();
        var agent = (string)(await crm.WalkAsync("agents"))[0]["id"]!;
        crm.Server.People.Assign(id, agent, by: agent);
        crm.Server.People.Move(id, "q-billing", by: null);
        using var answer = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", """{"queue_id":"q-access"}""");
        var placed = (await crm.WalkAsync("ticket-events")).Where(happened => (string)happened["ticket_id"]! == id && (string)happened["type"]! != "created");
        Assert.Equal([("agent", agent), ("system", "q-billing"), ("system", "q-access")], placed.Select(happened => ((string)happened["actor"]!["type"]!, (string)happened["to"]!)));
    }

    [Fact]
    public async Task Who_left_can_be_given_nothing_and_keeps_nothing_that_is_open()
    {
        await using var crm = await Crm.StartAsync();
        var agent = (string)(await crm.WalkAsync("agents"))[0]["id"]!;
        var id = crm.Server.People.OpenTicket();
        crm.Server.People.Assign(id, agent, by: agent);
        crm.Server.People.DeleteAgent(agent);
        Assert.Null((await crm.GetAsync($"tickets/{id}"))["assigned_agent_id"]);
        using var refused = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", $$"""{"assigned_agent_id":"{{agent}}"}""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "assigned_agent_id"), (refused.StatusCode, (string?)(await Crm.ErrorOf(refused))["field"]));
    }

    [Fact]
    public async Task A_queue_that_was_removed_is_in_no_list_and_takes_no_ticket()
    {
        await using var crm = await Crm.StartAsync();
        var id = crm.Server.People.OpenTicket();
        crm.Server.People.RemoveQueue("q-billing");
        Assert.DoesNotContain(await crm.WalkAsync("queues"), queue => (string)queue["id"]! == "q-billing");
        using var refused = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", """{"queue_id":"q-billing"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    [Fact]
    public async Task Availability_is_what_the_agent_last_said()
    {
        await using var crm = await Crm.StartAsync();
        var agent = (await crm.WalkAsync("agents"))[0];
        crm.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        crm.Server.People.SetAvailability((string)agent["id"]!, "away");
        var changed = (await crm.WalkAsync("agents", filters: $"&updated_since={Crm.Noon.AddSeconds(30):yyyy-MM-dd'T'HH:mm:ss'Z'}")).Single();
        Assert.Equal(((string)agent["id"]!, "away"), ((string)changed["id"]!, (string)changed["availability"]!));
    }
}
