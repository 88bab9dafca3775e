using System.Net;
using System.Text.Json.Nodes;

namespace TelegramCrm.Acceptance.Tests;

public sealed class SandboxTests : IDisposable
{
    private readonly Tgcrm tgcrm = new();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task The_sandbox_says_where_it_is_and_what_opens_it_and_stops_when_asked()
    {
        using var stop = new CancellationTokenSource();
        await using var output = new AnnouncingWriter();
        var running = Cli.CommandLine.RunAsync(["sandbox", "--port", "0", "--tickets", "3", "--json"], tgcrm.Shell(output, TextWriter.Null), stop.Token);
        var sandbox = JsonNode.Parse(await output.FirstLine)!;

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{sandbox["baseUrl"]}/me");
        request.Headers.Add("X-Api-Key", (string?)sandbox["environment"]!["TGCRM_API_KEY"]);
        request.Headers.Authorization = new("Bearer", (string?)sandbox["environment"]!["TGCRM_SECRET_TOKEN"]);
        using var answer = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        await stop.CancelAsync();
        Assert.Equal(Cli.ExitCode.Done, await running);
    }

    [Fact]
    public async Task Credentials_from_the_environment_open_the_sandbox_and_are_not_shown()
    {
        (tgcrm.Variables["TGCRM_API_KEY"], tgcrm.Variables["TGCRM_SECRET_TOKEN"]) = ("my-own-key", "my-own-token");
        using var stop = new CancellationTokenSource();
        await using var output = new AnnouncingWriter();
        var running = Cli.CommandLine.RunAsync(["sandbox", "--port", "0", "--tickets", "1", "--json"], tgcrm.Shell(output, TextWriter.Null), stop.Token);
        Assert.Empty(JsonNode.Parse(await output.FirstLine)!["environment"]!.AsObject());
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_refused_by_name()
    {
        var ended = await tgcrm.RunAsync("sandbox", "--port", "0", "--data", "nothing");
        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("FOLDER/nothing", ended.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sandbox_that_misbehaves_brings_the_same_records_as_one_that_does_not()
    {
        await CrmFiles.WriteAsync(tgcrm.PathOf("crm"), tickets: 80);
        (tgcrm.Variables["TGCRM_API_KEY"], tgcrm.Variables["TGCRM_SECRET_TOKEN"]) = ("my-own-key", "my-own-token");
        using var stop = new CancellationTokenSource();
        await using var output = new AnnouncingWriter();
        var running = Cli.CommandLine.RunAsync(["sandbox", "--port", "0", "--data", "crm", "--faults", "7", "--json"], tgcrm.Shell(output, TextWriter.Null), stop.Token);
        await File.WriteAllTextAsync(tgcrm.PathOf("sync.config.json"),
            $$"""{ "source": { "baseUrl": "{{JsonNode.Parse(await output.FirstLine)!["baseUrl"]}}", "apiKey": "${ENV:TGCRM_API_KEY}", "secretToken": "${ENV:TGCRM_SECRET_TOKEN}", "pageSize": 50 } }""");

        var sync = await tgcrm.RunAsync("sync");
        for (var syncs = 1; sync.ExitCode == 4 && syncs < 20; syncs++) sync = await tgcrm.RunAsync("sync");
        sync.Well();

        using (var database = Database.Open(tgcrm.WorkingFile))
            Assert.Equal(CrmFiles.Count(tgcrm.PathOf("crm")), Sandbox.SandboxTruth.Streams.ToDictionary(stream => stream, stream => database.Count($"raw.{stream}")));
        await stop.CancelAsync();
        await running;
    }

    /// <summary>Hands over what is written first, so that nobody has to wait for a time.</summary>
    private sealed class AnnouncingWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstLine => first.Task;

        public override void WriteLine(string? value) => first.TrySetResult(value!);
    }
}
