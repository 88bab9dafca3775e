using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class CheckTests : IDisposable
{
    private readonly Tgcrm tgcrm = new();

    public void Dispose() => tgcrm.Dispose();

    [Theory]
    [InlineData("""{ "sorce": { } }""", "sync.config.json:1: sorce: is not a known key; did you mean \"source\"?")]
    [InlineData("""{ "source": { "apiKey": "hunter2" } }""", "sync.config.json:1: source.apiKey: must not be written in plain; ")]
    [InlineData("""{ "source": { "apiKey": "${ENV:NOT_SET}" } }""", "sync.config.json:1: source.apiKey: the environment variable NOT_SET is not set; ")]
    [InlineData("""{ "source": { "baseUrl": "http://crm.example.com/api" } }""", "sync.config.json:1: source.baseUrl: reaches other machines over http://")]
    [InlineData("""{ "reports": { "zone": "Berlin" } }""", "sync.config.json:1: reports.zone: \"Berlin\" is no time zone; did you mean \"Europe/Berlin\"?")]
    public async Task A_bad_configuration_is_a_clear_error_with_its_place_and_exit_code_3(string json, string problem)
    {
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), json);
        var ended = await tgcrm.RunAsync("check");
        Assert.Equal(3, ended.ExitCode);
        Assert.Contains($"failed  configuration: {problem}", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", ended.Output + ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_problems_are_in_the_document_too()
    {
        await File.WriteAllTextAsync(tgcrm.PathOf("mine.json"), """{ "publish": { "keepVersions": 0 } }""");
        var document = JsonNode.Parse((await tgcrm.RunAsync("check", "--config", "mine.json", "--json")).Output)!;
        Assert.False((bool)document["ok"]!);
        Assert.Equal(["mine.json:1: source: is missing", "mine.json:1: publish.keepVersions: 0 is out of bounds"],
            document["checks"]!.AsArray().Select(check => ((string)check!["detail"]!).Split(';')[0]));
    }

    [Fact]
    public async Task Credentials_that_the_CRM_refuses_are_a_failed_proof_and_never_shown()
    {
        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 1 }, CancellationToken.None);
        (tgcrm.Variables["KEY"], tgcrm.Variables["TOKEN"]) = ("not-the-key-at-all", crm.SecretToken);
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), $$"""{ "source": { "baseUrl": "{{crm.BaseAddress}}", "apiKey": "${ENV:KEY}", "secretToken": "${ENV:TOKEN}" } }""");

        var ended = await tgcrm.RunAsync("check");

        Assert.Equal(3, ended.ExitCode);
        Assert.StartsWith($"ok      configuration: sync.config.json{Environment.NewLine}failed  source: ", ended.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-key", ended.Output + ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(crm.SecretToken, ended.Output + ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hours_that_are_hardly_meant_are_warned_of_and_nothing_fails()
    {
        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 1 }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm);
        var file = tgcrm.PathOf("sync.config.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"mon\": \"09:00-17:00\"", "\"mon\": \"09:00-23:59\"", StringComparison.Ordinal));

        var told = (await tgcrm.RunAsync("check")).Well();
        Assert.Contains("warn    configuration: sync.config.json:3: calendars.office.weekly.mon: \"09:00-23:59\" loses the last minute before midnight; write \"09:00-24:00\"", told.Output, StringComparison.Ordinal);

        var document = (await tgcrm.RunAsync("check", "--json")).Well().Document;
        Assert.True((bool)document["ok"]!);
        Assert.Equal("calendars.office.weekly.mon", (string)document["warnings"]![0]!["path"]!);
    }

    [Fact]
    public async Task A_stream_that_the_plan_leaves_out_is_named_and_the_others_are_asked_all_the_same()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var crm = builder.Build();
        crm.MapGet("/me", () => Results.Text("""{"workspace_id":"w1","name":"Support","scopes":["read"],"server_time":"2026-03-01T12:00:00Z"}""", "application/json"));
        crm.MapGet("/agents", () => Results.Text("""{"error":{"code":"plan","message":"not in your plan"}}""", "application/json", statusCode: 403));
        crm.MapGet("/{stream}", (string stream, int limit) => limit == 1 ? Results.Text("""{"data":[],"next_cursor":null,"has_more":false,"server_time":"2026-03-01T12:00:00Z"}""", "application/json") : Results.BadRequest());
        await crm.StartAsync();
        (tgcrm.Variables["KEY"], tgcrm.Variables["TOKEN"]) = ("a-key", "a-token");
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), $$"""{ "source": { "baseUrl": "{{crm.Urls.Single()}}", "apiKey": "${ENV:KEY}", "secretToken": "${ENV:TOKEN}" } }""");

        var ended = await tgcrm.RunAsync("check");

        Assert.Equal(3, ended.ExitCode);
        Assert.Equal(
        [
            "ok      configuration: sync.config.json",
            "ok      source: workspace w1 (Support), may read",
            "ok      stream queues: may be read, and is empty",
            "failed  stream agents: agents: the CRM answered 403: not in your plan; the credentials lack a scope, or the plan has no such endpoint",
            "ok      stream templates: may be read, and is empty",
            "ok      stream tickets: may be read, and is empty",
            "ok      stream ticket_events: may be read, and is empty",
            "ok      stream template_usages: may be read, and is empty",
        ], ended.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }
}
