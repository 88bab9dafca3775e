using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>Approved responses in a folder, as a user of the command line brings them into the CRM.</summary>
public sealed class TemplatesTests : IAsyncLifetime, IDisposable
{
    private readonly Tgcrm tgcrm = new();
    private SandboxServer crm = null!;

    public async Task InitializeAsync()
    {
        crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 5 }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, """ "automation": { "templates": { "source": { "folder": "responses" }, "maxRemovedShare": 0.5 } }, """);
        Write("greeting.md", "Greeting", "Hello {{name}}!");
        Write("payments/refund.md", "Refund", "Your refund was sent.");
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task A_dry_run_shows_the_difference_a_run_makes_it_and_status_tells_of_what_is_between()
    {
        Assert.Contains("ok      templates: FOLDER/responses: 2 responses can be sent", (await tgcrm.RunAsync("check")).Well().Output, StringComparison.Ordinal);
        Assert.Contains("+Hello {{name}}!", (await tgcrm.RunAsync("templates", "propagate", "--dry-run")).Well().Output, StringComparison.Ordinal);
        Assert.Null(BodyOf("greeting.md"));
        Assert.StartsWith("2 created, 0 updated, 0 deleted, 0 unchanged", (await tgcrm.RunAsync("templates", "propagate")).Well().Output, StringComparison.Ordinal);
        Assert.Equal("Your refund was sent.", BodyOf("payments/refund.md"));
        Assert.StartsWith("0 created, 0 updated, 0 deleted, 2 unchanged", (await tgcrm.RunAsync("templates", "propagate")).Well().Output, StringComparison.Ordinal);

        crm.People.EditTemplate((string)Template("greeting.md")!["id"]!, "Hi there!");
        Write("untitled.md", "", "text");
        var preview = await tgcrm.RunAsync("templates", "propagate", "--dry-run", "--json");
        Assert.Equal(4, preview.ExitCode);
        var change = JsonNode.Parse(preview.Output)!["changes"]!.AsArray().Single()!;
        Assert.Equal(("keep", "greeting.md"), ((string)change["action"]!, (string)change["externalId"]!));
        Assert.Contains("-Hi there!\n+Hello {{name}}!", (string)change["diff"]!, StringComparison.Ordinal);
        var ended = await tgcrm.RunAsync("templates", "propagate");
        Assert.Equal(4, ended.ExitCode);
        Assert.Contains("warn    document untitled.md, title: has no title; give it one", ended.Output, StringComparison.Ordinal);
        Assert.Contains("templates: 2 in the CRM are ours, 1 conflicts, 1 documents can't be sent, 0 were refused; last run", (await tgcrm.RunAsync("status")).Well().Output, StringComparison.Ordinal);
        Assert.Equal(3, (await tgcrm.RunAsync("check")).ExitCode);

        File.Delete(tgcrm.PathOf("responses/untitled.md"));
        (await tgcrm.RunAsync("templates", "propagate", "--overwrite", "greeting.md")).Well();
        Assert.Equal("Hello {{name}}!", BodyOf("greeting.md"));
    }

    [Fact]
    public async Task A_source_that_is_not_there_changes_nothing_and_says_so()
    {
        (await tgcrm.RunAsync("templates", "propagate")).Well();
        Directory.Delete(tgcrm.PathOf("responses"), recursive: true);
        foreach (var arguments in (string[][])[["templates", "propagate"], ["templates", "propagate", "--dry-run"]])
        {
            var ended = await tgcrm.RunAsync(arguments);
            Assert.Equal(4, ended.ExitCode);
            Assert.Contains("nothing was sent to the CRM", ended.Output, StringComparison.Ordinal);
        }
        Assert.NotNull(BodyOf("greeting.md"));
    }

    private void Write(string file, string title, string body)
    {
        var path = tgcrm.PathOf($"responses/{file}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"---\ntitle: {title}\n---\n{body}\n");
    }

    private string? BodyOf(string externalId) => (string?)Template(externalId)?["body"];

    private JsonNode? Template(string externalId) => crm.Truth.Records("templates").Select(template => JsonNode.Parse(template)!).SingleOrDefault(template => (string?)template["external_id"] == externalId && template["deleted_at"] is null);
}
