using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class InitTests : IDisposable
{
    private readonly Tgcrm tgcrm = new() { Time = new StandingClock() }; // holidays of the example are not over

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task Init_writes_a_configuration_that_check_accepts_once_address_and_secrets_are_set()
    {
        Assert.Equal(0, (await tgcrm.RunAsync("init")).ExitCode);
        Assert.Equal(["sync.config.json", "sync.config.schema.json"], tgcrm.Folder.GetFiles().Select(file => file.Name).Order(StringComparer.Ordinal));

        var without = await tgcrm.RunAsync("check");
        Assert.Equal(3, without.ExitCode);
        Assert.Contains("source.apiKey: the environment variable TGCRM_API_KEY is not set", without.Output, StringComparison.Ordinal);

        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 1 }, CancellationToken.None);
        (tgcrm.Variables["TGCRM_API_KEY"], tgcrm.Variables["TGCRM_SECRET_TOKEN"]) = (crm.ApiKey, crm.SecretToken);
        var configuration = await File.ReadAllTextAsync(tgcrm.PathOf("sync.config.json"));
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), configuration.Replace("https://crm.example.com/api/v1", $"{crm.BaseAddress}", StringComparison.Ordinal));
        var with = await tgcrm.RunAsync("check");
        Assert.StartsWith($"ok      configuration: sync.config.json{Environment.NewLine}ok      source: workspace ", with.Output, StringComparison.Ordinal);
        Assert.Equal(0, with.ExitCode);
    }

    [Fact]
    public async Task Init_overwrites_only_by_force()
    {
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"), "mine");

        var refused = await tgcrm.RunAsync("init");
        Assert.Equal((2, "tgcrm: FOLDER/sync.config.json: is there already; keep it, or overwrite it with --force"), (refused.ExitCode, refused.Error.TrimEnd()));
        Assert.Equal("mine", await File.ReadAllTextAsync(tgcrm.PathOf("sync.config.json")));

        Assert.Equal(0, (await tgcrm.RunAsync("init", "--force")).ExitCode);
        Assert.NotEqual("mine", await File.ReadAllTextAsync(tgcrm.PathOf("sync.config.json")));
    }

    [Fact]
    public async Task With_json_there_is_one_document_on_stdout_and_nothing_else()
    {
        var written = JsonNode.Parse((await tgcrm.RunAsync("init", "--config", "there/mine.json", "--json")).Output)!["written"]!.AsArray();
        Assert.Equal(["FOLDER/there/mine.json", "FOLDER/there/sync.config.schema.json"], written.Select(file => (string)file!));

        var refused = await tgcrm.RunAsync("init", "--config", "there/mine.json", "--json");
        Assert.Equal(2, (int)JsonNode.Parse(refused.Output)!["error"]!["exitCode"]!);
    }
}
