using System.Net;

namespace TelegramCrm.Sandbox.Tests;

public sealed class TicketWriteTests
{
    [Fact]
    public async Task A_patch_changes_the_ticket_its_stamp_its_etag_and_writes_events()
    {
        await using var crm = await Crm.StartAsync();
        var (id, etag) = await AnyAsync(crm, "open", "new", "resolved");
        var before = await crm.GetAsync($"tickets/{id}");
        var eventsBefore = crm.Server.Truth.Count("ticket_events");
        crm.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        using var response = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", """{"queue_id":"q-escalations","priority":"urgent","tags":["x"],"custom_fields":{"erp":7}}""", etag);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.NotEqual(etag, response.Headers.ETag!.Tag);
        var after = await crm.GetAsync($"tickets/{id}");
        Assert.Equal("q-escalations", (string?)after["queue_id"]);
        Assert.Equal(7, (int)after["custom_fields"]!["erp"]!);
        Assert.NotNull(after["custom_fields"]!["plan"]);
        Assert.Equal(Crm.Noon.AddMinutes(1), (DateTimeOffset)after["updated_at"]!);
        Assert.Equal(id, (string?)(await crm.WalkAsync("tickets"))[^1]["id"]);
        var events = (await crm.WalkAsync("ticket-events", filters: "&since=2026-05-20T12:01:00Z"))!;
        Assert.Equal([("queue_changed", (string?)before["queue_id"], "q-escalations"), ("priority_changed", (string?)before["priority"], "urgent")],
            events.Select(e => ((string)e["type"]!, (string?)e["from"], (string)e["to"]!)));
        Assert.Equal(eventsBefore + 2, crm.Server.Truth.Count("ticket_events"));
    }

    [Fact]
    public async Task An_outdated_etag_is_refused_and_nothing_changes()
    {
        await using var crm = await Crm.StartAsync();
        var (id, etag) = await AnyAsync(crm, "open", "new", "resolved");
        (await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", """{"tags":["first"]}""", etag)).Dispose();
        using var late = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", """{"tags":["second"]}""", etag);
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        Assert.Equal("first", (string?)(await crm.GetAsync($"tickets/{id}"))["tags"]![0]);
    }

    [Fact]
    public async Task A_patch_that_changes_nothing_moves_no_stamp()
    {
        await using var crm = await Crm.StartAsync();
        var (id, etag) = await AnyAsync(crm, "open", "new", "resolved");
        var priority = (string?)(await crm.GetAsync($"tickets/{id}"))["priority"];
        crm.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        using var response = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", $$"""{"priority":"{{priority}}"}""", etag);
        Assert.Equal(etag, response.Headers.ETag!.Tag);
    }

    [Fact]
    public async Task Reopening_a_closed_ticket_clears_its_resolution_and_counts()
    {
        await using var crm = await Crm.StartAsync();
        var (id, _) = await AnyAsync(crm, "closed");
        var before = await crm.GetAsync($"tickets/{id}");
        using var refused = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", """{"priority":"urgent"}""");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        using var reopened = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", """{"status":"open"}""");
        Assert.Equal(HttpStatusCode.OK, reopened.StatusCode);
        var after = await crm.GetAsync($"tickets/{id}");
        Assert.Null(after["resolved_at"]);
        Assert.Null(after["closed_at"]);
        Assert.Equal((int)before["reopen_count"]! + 1, (int)after["reopen_count"]!);
        var last = (await crm.WalkAsync("ticket-events")).FindAll(e => (string?)e["ticket_id"] == id).TakeLast(2);
        Assert.Equal(["reopened", "status_changed"], last.Select(e => (string?)e["type"]));
    }

    [Theory]
    [InlineData("""{"status":"lost"}""", "status")]
    [InlineData("""{"priority":5}""", "priority")]
    [InlineData("""{"queue_id":"q-none"}""", "queue_id")]
    [InlineData("""{"assigned_agent_id":"nobody"}""", "assigned_agent_id")]
    [InlineData("""{"tags":"x"}""", "tags")]
    [InlineData("""{"subject":"x"}""", "subject")]
    [InlineData("{}", "body")]
    public async Task An_invalid_value_is_refused_by_field(string body, string field)
    {
        await using var crm = await Crm.StartAsync();
        var (id, _) = await AnyAsync(crm, "open", "new", "resolved");
        using var response = await crm.SendAsync(HttpMethod.Patch, $"tickets/{id}", body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(field, (string?)(await Crm.ErrorOf(response))["field"]);
    }

    [Fact]
    public async Task Attaching_the_same_article_twice_changes_nothing()
    {
        await using var crm = await Crm.StartAsync();
        var (id, _) = await AnyAsync(crm, "open", "new", "resolved", "closed");
        const string Link = """{"article_id":"KB-9","title":"Nine","url":"https://kb.example/9"}""";
        using var first = await crm.SendAsync(HttpMethod.Post, $"tickets/{id}/articles", Link);
        crm.Server.Clock.Advance(TimeSpan.FromMinutes(1));
        using var second = await crm.SendAsync(HttpMethod.Post, $"tickets/{id}/articles", Link);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Single((await crm.GetAsync($"tickets/{id}"))["articles"]!.AsArray(), link => (string?)link!["article_id"] == "KB-9");
    }

    [Theory]
    [InlineData("GET", "tickets/none")]
    [InlineData("GET", "tickets/none/messages")]
    [InlineData("DELETE", "templates/none")]
    [InlineData("DELETE", "webhooks/none")]
    [InlineData("GET", "nowhere")]
    public async Task What_is_not_there_is_a_404(string method, string path)
    {
        await using var crm = await Crm.StartAsync();
        using var response = await crm.SendAsync(new HttpMethod(method), path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.NotNull((await Crm.ErrorOf(response))["message"]);
    }

    private static async Task<(string Id, string ETag)> AnyAsync(Crm crm, params string[] statuses)
    {
        var id = (string)(await crm.WalkAsync("tickets")).First(t => t["deleted_at"] is null && statuses.Contains((string)t["status"]!) && t["queue_id"] is not null)["id"]!;
        using var response = await crm.Http.GetAsync($"tickets/{id}");
        return (id, response.Headers.ETag!.Tag);
    }
}
