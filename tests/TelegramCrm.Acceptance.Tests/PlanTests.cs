using System.Text.Json.Nodes;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

public sealed class PlanTests : IAsyncLifetime, IDisposable
{
    private const int Tickets = 1500;
    private readonly StandingClock time = new();
    private readonly Tgcrm tgcrm;
    private SandboxServer crm = null!;

    public PlanTests() => tgcrm = new() { Time = time };

    public async Task InitializeAsync()
    {
        crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = Tickets, TimeProvider = time, DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, pageSize: 100);
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task Before_the_first_sync_a_handful_of_requests_tell_about_how_many_records_there_are_and_nothing_is_written()
    {
        var plan = await PlanAsync();
        Assert.True((bool)plan["isEstimate"]!);
        Assert.InRange((int)plan["spentRequests"]!, 6, 6 * 5);
        Assert.Equal(crm.Requests.Values.Sum(), (long)plan["spentRequests"]!);
        foreach (var stream in new[] { "tickets", "ticket_events", "template_usages" })
            Assert.InRange((long)Of(plan, stream)["records"]!, crm.Truth.Count(stream) / 2, crm.Truth.Count(stream) * 2);
        Assert.Equal(crm.Truth.Count("agents"), (long)Of(plan, "agents")["records"]!);
        Assert.Null(Of(plan, "threads")["requests"]); // nobody knows, so it doesn't say 0
        var quota = plan["rateLimits"]!.AsArray().Single(limit => (string)limit!["category"]! == "tickets")!;
        Assert.Equal((6000L, false), ((long)quota["limit"]!, (bool)quota["isWhole"]!));
        Assert.Equal(plan["streams"]!.AsArray().Where(row => (string)row!["category"]! == "tickets").Sum(row => (long?)row!["requests"] ?? 0) / 6000.0, (double)quota["share"]!, 6);
        using var database = Database.Open(tgcrm.WorkingFile);
        Assert.Equal(0, database.Count("raw.tickets") + database.Count("ops.runs") + database.Count("ops.cursors"));
    }

    [Fact]
    public async Task What_was_read_is_counted_and_not_asked_for()
    {
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        var quiet = await PlanAsync();
        Assert.Equal(3, (int)quiet["spentRequests"]!); // one for each rate limit
        Assert.InRange((long)Of(quiet, "tickets")["requests"]!, 1, 2);
        var full = await PlanAsync("--full-refresh", "--stream", "tickets");
        Assert.Equal((Tickets, Tickets / 100), ((int)Of(full, "tickets")["records"]!, (int)Of(full, "tickets")["requests"]!));
        Assert.NotNull(Of(full, "tickets")["seconds"]);
    }

    [Fact]
    public async Task A_backfill_takes_a_request_a_window_at_least()
    {
        (await tgcrm.RunAsync("sync", "--no-push")).Well();
        var plan = await PlanAsync("--from", "2026-02-01", "--to", "2026-02-15", "--stream", "ticket_events");
        using var database = Database.Open(tgcrm.WorkingFile);
        var events = database.Count("raw.ticket_events where version_at >= '2026-02-01' and version_at < '2026-02-15'");
        Assert.Equal(events, (long)Of(plan, "ticket_events")["records"]!);
        Assert.InRange((long)Of(plan, "ticket_events")["requests"]!, 14, 14 + (events / 100));
    }

    [Fact]
    public async Task People_read_that_it_is_an_estimate_and_what_is_unavailable()
    {
        var said = (await tgcrm.RunAsync("plan")).Well().Output;
        Assert.StartsWith("An estimate; it cost ", said, StringComparison.Ordinal);
        Assert.Contains("unavailable", said, StringComparison.Ordinal);
        Assert.Contains("rate limit of tickets: at least ", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--from", "2026-02-01")]
    [InlineData("--full-refresh", "--from", "2026-02-01", "--to", "2026-02-02")]
    [InlineData("--from", "2026-02-01", "--to", "2026-02-01")]
    public async Task A_plan_of_nothing_in_particular_is_wrong_usage(params string[] options) => Assert.Equal(2, (await tgcrm.RunAsync(["plan", .. options])).ExitCode);

    private async Task<JsonNode> PlanAsync(params string[] options) => (await tgcrm.RunAsync(["plan", "--json", .. options])).Well().Document;

    private static JsonNode Of(JsonNode plan, string stream) => plan["streams"]!.AsArray().Single(row => (string)row!["stream"]! == stream)!;
}
