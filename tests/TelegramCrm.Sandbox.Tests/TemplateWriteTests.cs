using System.Net;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sandbox.Tests;

public sealed class TemplateWriteTests
{
    [Fact]
    public async Task A_template_is_created_changed_and_becomes_a_tombstone()
    {
        await using var crm = await Crm.StartAsync();
        using var created = await crm.SendAsync(HttpMethod.Post, "templates", """{"title":"Hi","body":"Hello {{customer}}","locale":"en","external_id":"repo/1"}""");
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var template = JsonNode.Parse(await created.Content.ReadAsStringAsync())!;
        Assert.Equal(1, (int)template["version"]!);
        using var changed = await crm.SendAsync(HttpMethod.Patch, $"templates/{template["id"]}", """{"body":"Hello!"}""");
        var after = JsonNode.Parse(await changed.Content.ReadAsStringAsync())!;
        Assert.Equal((2, "Hello!", "Hi"), ((int)after["version"]!, (string?)after["body"], (string?)after["title"]));
        Assert.True((DateTimeOffset)after["updated_at"]! > (DateTimeOffset)template["updated_at"]!);
        using var deleted = await crm.SendAsync(HttpMethod.Delete, $"templates/{template["id"]}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.NotNull((await crm.WalkAsync("templates")).Single(t => (string?)t["id"] == (string?)template["id"])["deleted_at"]);
        using var gone = await crm.SendAsync(HttpMethod.Delete, $"templates/{template["id"]}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task A_second_create_with_the_same_external_id_names_the_first()
    {
        await using var crm = await Crm.StartAsync();
        const string Body = """{"title":"Hi","body":"Hello","external_id":"repo/1"}""";
        using var created = await crm.SendAsync(HttpMethod.Post, "templates", Body);
        using var again = await crm.SendAsync(HttpMethod.Post, "templates", Body);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        Assert.Equal((string?)JsonNode.Parse(await created.Content.ReadAsStringAsync())!["id"], (string?)(await Crm.ErrorOf(again))["existing_id"]);
    }

    [Fact]
    public async Task A_template_without_a_body_is_refused()
    {
        await using var crm = await Crm.StartAsync();
        using var response = await crm.SendAsync(HttpMethod.Post, "templates", """{"title":"Hi"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("body", (string?)(await Crm.ErrorOf(response))["field"]);
    }
}
