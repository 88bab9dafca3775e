using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class BackfillTests : IDisposable
{
    private readonly Tgcrm tgcrm = new();

    private string Files => tgcrm.PathOf("crm");

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task A_backfill_loads_computes_and_publishes_the_span_and_shows_where_gaps_are_left()
    {
        await using var crm = await StartAsync();
        var events = Times("ticket_events", "occurred_at");
        var (from, to) = (events[events.Count / 4], events[events.Count / 2]);
        var run = (await tgcrm.RunAsync("backfill", "--from", from, "--to", to, "--stream", "ticket_events", "--json")).Well();
        Assert.Equal(events.Count(at => DateTimeOffset.Parse(at) >= DateTimeOffset.Parse(from) && DateTimeOffset.Parse(at) < DateTimeOffset.Parse(to)), run.Loaded);
        Assert.NotNull(run.Document["published"]);

        var status = (await tgcrm.RunAsync("status", "--json")).Well().Document;
        Assert.Equal("backfill", (string)status["runs"]![0]!["trigger"]!);
        Assert.Contains(status["warnings"]!.AsArray(), warning => ((string)warning!).StartsWith("ticket_events: not read from the beginning to ", StringComparison.Ordinal));
        Assert.Single(StateOf((await tgcrm.RunAsync("state", "show", "--json")).Well(), "ticket_events")["coverage"]!["gaps"]!.AsArray());

        (await tgcrm.RunAsync("sync")).Well();
        Assert.Empty((await tgcrm.RunAsync("status", "--json")).Well().Document["warnings"]!.AsArray());
        using var database = Database.Open(tgcrm.WorkingFile);
        database.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    [Fact]
    public async Task A_backfill_that_is_killed_goes_on_where_it_stopped_when_it_is_given_again()
    {
        string[] backfill;
        await using (var strict = await StartAsync(requests: 10))
        {
            var tickets = Times("tickets", "updated_at");
            backfill = ["backfill", "--from", tickets[0], "--to", $"{DateTimeOffset.Parse(tickets[^1]).AddSeconds(1):O}", "--stream", "tickets"];
            using var killed = tgcrm.Start(backfill);
            await killed.UntilAsync(() => Asked(strict) >= 10);
            await killed.KillAsync();
        }
        long done;
        using (var left = Database.OpenCopy(tgcrm.WorkingFile))
        {
            done = left.Count("ops.backfill_windows where ended_at is not null");
            Assert.InRange(done, 1, left.Count("ops.backfill_windows") - 1);
        }

        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = Files, RateLimits = SandboxRateLimits.Unreachable }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, pageSize: 10);
        Assert.Contains($"{done} of ", (await tgcrm.RunAsync("status")).Well().Output, StringComparison.Ordinal);
        Assert.Contains("went on where an earlier run had stopped", (await tgcrm.RunAsync(backfill)).Well().Output, StringComparison.Ordinal);
        using var database = Database.Open(tgcrm.WorkingFile);
        database.HoldsAllOf(crm, "tickets", "messages");
        Assert.Equal([1L], database.List<long>("select count(distinct backfill_id) from ops.backfill_windows"));
        Assert.Equal([0L], database.List<long>("select count(*) from ops.backfills where ended_at is null"));
    }

    [Theory]
    [InlineData("2026-03-02", "2026-03-01")]
    [InlineData("2026-03-01", "2026-03-01T00:00:00Z")]
    [InlineData("2026-03-01", "yesterday")]
    [InlineData("2026-03-01", "2026-03-02T08:00:00")]
    public async Task A_span_that_is_none_is_wrong_usage(string from, string to)
    {
        await using var crm = await StartAsync();
        var ended = await tgcrm.RunAsync("backfill", "--from", from, "--to", to);
        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains("--", ended.Error, StringComparison.Ordinal);
    }

    private async Task<SandboxServer> StartAsync(int requests = int.MaxValue)
    {
        await CrmFiles.WriteAsync(Files, tickets: 120);
        var crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = Files, RateLimits = Standstill.After(requests), DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, pageSize: 10);
        return crm;
    }

    private static long Asked(SandboxServer crm) => crm.Requests.Where(request => request.Key.Contains("/ticket", StringComparison.Ordinal)).Sum(request => request.Value);

    private List<string> Times(string stream, string field) =>
        [.. File.ReadLines(Path.Combine(Files, $"{stream}.ndjson")).Select(line => (string)JsonNode.Parse(line)![field]!).OrderBy(DateTimeOffset.Parse)];

    private static JsonNode StateOf(Ended shown, string stream) => shown.Document["streams"]!.AsArray().Single(row => (string)row!["stream"]! == stream)!;
}
