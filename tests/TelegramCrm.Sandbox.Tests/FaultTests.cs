using System.Net;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sandbox.Tests;

public sealed class FaultTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_run_of_faults()
    {
        var faults = new SandboxFaults { Seed = 7, ServerErrors = 0.3, HtmlPages = 0.2, ConnectionResets = 0.1, TruncatedBodies = 0.1 };
        var one = await RunAsync(faults);
        Assert.Equal(one, await RunAsync(faults));
        Assert.NotEqual(one, await RunAsync(faults with { Seed = 8 }));
        Assert.Superset(new HashSet<string> { "OK json", "OK html", "BadGateway html", "cut", "InternalServerError json", "ServiceUnavailable json" }, one.ToHashSet());
    }

    [Fact]
    public async Task A_write_whose_connection_is_cut_has_been_done()
    {
        await using var crm = await Crm.StartAsync();
        crm.Server.Faults = new SandboxFaults { ConnectionResets = 1 };
        await Assert.ThrowsAsync<HttpRequestException>(() => crm.SendAsync(HttpMethod.Post, "templates", """{"title":"a","body":"b","external_id":"x"}"""));
        crm.Server.Faults = SandboxFaults.None;
        using var again = await crm.SendAsync(HttpMethod.Post, "templates", """{"title":"a","body":"b","external_id":"x"}""");
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task A_late_commit_is_stamped_now_and_seen_later()
    {
        await using var crm = await Crm.StartAsync();
        var before = crm.Server.Truth.Count("ticket_events");
        crm.Server.Faults = new SandboxFaults { LateCommits = 1, LateBy = TimeSpan.FromSeconds(30) };
        var ticket = (string)(await crm.WalkAsync("tickets", 500, "&status=closed"))[0]["id"]!;
        using var response = await crm.SendAsync(HttpMethod.Patch, $"tickets/{ticket}", """{"status":"open"}""");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        crm.Server.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(await crm.WalkAsync("tickets", 500, "&updated_since=2026-05-20T12:00:00Z"));
        Assert.Equal(before, crm.Server.Truth.Count("ticket_events"));
        crm.Server.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = Assert.Single(await crm.WalkAsync("tickets", 500, "&updated_since=2026-05-20T12:00:00Z"));
        Assert.Equal((ticket, Crm.Noon), ((string)late["id"]!, (DateTimeOffset)late["updated_at"]!));
        Assert.Equal(before + 2, crm.Server.Truth.Count("ticket_events"));
    }

    [Fact]
    public async Task Late_and_prompt_versions_of_one_ticket_end_with_the_newest()
    {
        await using var crm = await Crm.StartAsync();
        var ticket = (string)(await crm.WalkAsync("tickets", 500, "&status=closed"))[0]["id"]!;
        crm.Server.Faults = new SandboxFaults { LateCommits = 1, LateBy = TimeSpan.FromSeconds(30) };
        (await crm.SendAsync(HttpMethod.Patch, $"tickets/{ticket}", """{"status":"open"}""")).Dispose();
        crm.Server.Faults = SandboxFaults.None;
        (await crm.SendAsync(HttpMethod.Patch, $"tickets/{ticket}", """{"priority":"urgent"}""")).Dispose();
        crm.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        var listed = (await crm.WalkAsync("tickets")).FindAll(found => (string?)found["id"] == ticket);
        Assert.Equal("urgent", (string?)Assert.Single(listed)["priority"]);
    }

    [Fact]
    public async Task Ties_give_many_changes_one_stamp()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 200, Faults = new SandboxFaults { Ties = 0.9 } });
        var largest = (await crm.WalkAsync("tickets")).GroupBy(ticket => (string)ticket["updated_at"]!, StringComparer.Ordinal).Max(group => group.Count());
        Assert.InRange(largest, 2, 200);
        crm.Server.Advance(TimeSpan.FromMinutes(10), 50);
        var live = await crm.WalkAsync("tickets", 500, "&updated_since=2026-05-20T12:00:01Z");
        Assert.True(live.Select(ticket => (string)ticket["updated_at"]!).Distinct(StringComparer.Ordinal).Count() < live.Count / 2);
    }

    [Fact]
    public async Task Tickets_that_change_between_pages_are_met_again_at_the_end()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 60 });
        crm.Server.Faults = new SandboxFaults { ChangesBetweenPages = 0.5 };
        var seen = await crm.WalkAsync("tickets", 10);
        crm.Server.Faults = SandboxFaults.None;
        Assert.Superset((await crm.WalkAsync("tickets")).Select(ticket => ticket.ToJsonString()).ToHashSet(), seen.Select(ticket => ticket.ToJsonString()).ToHashSet());
    }

    [Fact]
    public async Task Clock_skew_moves_what_the_server_says_of_the_time_and_no_stamp()
    {
        await using var crm = await Crm.StartAsync();
        crm.Server.Faults = new SandboxFaults { ClockSkew = TimeSpan.FromMinutes(7) };
        using var response = await crm.Http.GetAsync("tickets?limit=1");
        Assert.Equal(Crm.Noon.AddMinutes(7), response.Headers.Date);
        var page = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(Crm.Noon.AddMinutes(7), (DateTimeOffset)page["server_time"]!);
        crm.Server.Advance(TimeSpan.Zero, 1);
        Assert.All(await crm.WalkAsync("tickets"), ticket => Assert.True((DateTimeOffset)ticket["updated_at"]! <= Crm.Noon.AddSeconds(1)));
    }

    [Fact]
    public async Task Malformed_records_are_the_ones_the_truth_names_every_time()
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 100 });
        var whole = await crm.WalkAsync("tickets", 500, "&include=messages");
        crm.Server.Faults = new SandboxFaults { MalformedRecords = 0.2 };
        var broken = await crm.WalkAsync("tickets", 9, "&include=messages");
        Assert.Equal(broken.ConvertAll(ticket => ticket.ToJsonString()), (await crm.WalkAsync("tickets", 13, "&include=messages")).ConvertAll(ticket => ticket.ToJsonString()));
        var differing = whole.Zip(broken).Where(pair => pair.First.ToJsonString() != pair.Second.ToJsonString()).Select(pair => (string)pair.First["id"]!);
        var malformed = crm.Server.Truth.MalformedIds("tickets");
        Assert.Equal(malformed.Order(StringComparer.Ordinal), differing.Order(StringComparer.Ordinal));
        Assert.InRange(malformed.Count, 5, 40);
    }

    [Fact]
    public async Task A_lost_cursor_ends_a_full_page_although_more_exist()
    {
        await using var crm = await Crm.StartAsync();
        crm.Server.Faults = new SandboxFaults { LostCursors = 1 };
        var page = await crm.GetAsync("tickets?limit=5");
        Assert.Equal((5, false, null), (page["data"]!.AsArray().Count, (bool)page["has_more"]!, (string?)page["next_cursor"]));
    }

    [Fact]
    public async Task A_repeated_cursor_is_the_one_it_was_asked_with()
    {
        await using var crm = await Crm.StartAsync();
        crm.Server.Faults = new SandboxFaults { RepeatedCursors = 1 };
        var first = await crm.GetAsync("tickets?limit=5");
        var second = await crm.GetAsync($"tickets?limit=5&cursor={first["next_cursor"]}");
        Assert.Equal((string?)first["next_cursor"], (string?)second["next_cursor"]);
    }

    [Fact]
    public async Task Deliveries_come_twice_and_out_of_order_when_told_so()
    {
        await using var crm = await Crm.StartAsync();
        using var receiver = new Receiver();
        crm.Server.Subscribe(receiver.Url);
        crm.Server.Faults = new SandboxFaults { DuplicatedDeliveries = 0.3, ReorderedDeliveries = 0.3 };
        crm.Server.Advance(TimeSpan.FromMinutes(5), 40);
        await crm.Server.DeliverWebhooksAsync(CancellationToken.None);
        var ids = receiver.Received.Select(delivery => delivery.Id).ToList();
        Assert.True(ids.Distinct().Count() < ids.Count);
        Assert.NotEqual(ids.Order(StringComparer.Ordinal), ids);
    }

    private static async Task<List<string>> RunAsync(SandboxFaults faults)
    {
        await using var crm = await Crm.StartAsync(new SandboxOptions { Tickets = 20, Faults = faults });
        var outcomes = new List<string>();
        for (var i = 0; i < 80; i++)
        {
            try
            {
                using var response = await crm.Http.GetAsync("tickets?limit=3");
                outcomes.Add($"{response.StatusCode} {response.Content.Headers.ContentType!.MediaType!.Split('/')[1]}");
            }
            catch (HttpRequestException)
            {
                outcomes.Add("cut");
            }
        }
        return outcomes;
    }
}
