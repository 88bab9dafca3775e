using System.Net;
using System.Text;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>The service as a process of its own, and commands beside it.</summary>
public sealed class ServeTests : IAsyncLifetime, IDisposable
{
    // The service's own syncs are far off, so that only what a test asks for brings anything.
    private const string Service = """
        "webhooks": { "listen": "http://127.0.0.1:0", "secrets": ["${ENV:HOOK}"] },
        "schedules": { "sync": "0 0 29 2 *" },
        """;

    private static readonly TimeSpan Burst = TimeSpan.FromMinutes(20);
    private readonly Tgcrm tgcrm = new();
    private SandboxServer crm = null!;

    public async Task InitializeAsync()
    {
        // The CRM begins a while ago and catches up: a delivery from the future would be refused.
        crm = await SandboxServer.StartAsync(
            new SandboxOptions { Tickets = 60, Now = TimeProvider.System.GetUtcNow() - Burst, DeliversWebhooksByItself = false }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, Service);
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task Commands_are_handed_to_the_service_and_a_signal_ends_it_well_and_frees_the_folder()
    {
        using var service = tgcrm.Start("serve");
        await service.LineAsync("^webhooks are taken at ");

        var sync = (await tgcrm.RunAsync("sync", "--json")).Well();
        Assert.Equal(SandboxTruth.Streams.Sum(crm.Truth.Count), sync.Loaded);
        var status = (await tgcrm.RunAsync("status", "--json")).Well().Document;
        Assert.Equal(((string)sync.Document["runId"]!, "done"), ((string)status["runs"]![0]!["runId"]!, (string)status["runs"]![0]!["status"]!));
        var query = (await tgcrm.RunAsync("query", "select count(*) as tickets from analytics.tickets", "--format", "csv")).Well();
        using (var published = Database.Open(tgcrm.PublishedFile))
            Assert.Equal($"tickets\r\n{published.Count("analytics.tickets")}\r\n", query.Output);
        var second = await tgcrm.RunAsync("serve");
        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"in use by process {service.Id} (tgcrm serve, since ", second.Error, StringComparison.Ordinal);

        Assert.Equal(0, await service.TerminateAsync());
        Assert.Contains("stopping", service.Said, StringComparison.Ordinal);
        using var database = Database.Open(tgcrm.WorkingFile);
        database.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    [Fact]
    public async Task Signed_deliveries_are_applied_and_a_forged_one_is_refused_and_changes_nothing()
    {
        (await tgcrm.RunAsync("sync")).Well();
        using var service = tgcrm.Start("serve");
        var inbox = new Uri((await service.LineAsync("^webhooks are taken at (?<address>.+)$")).Groups["address"].Value);

        crm.Subscribe(inbox);
        crm.Advance(Burst, changes: 60);
        while (await crm.DeliverWebhooksAsync(CancellationToken.None) is { Waiting: > 0 } round) Assert.Equal(0, round.Failed + round.GivenUp);
        Assert.Equal(HttpStatusCode.Unauthorized, await ForgeAsync(inbox));

        await Wait.UntilAsync(async () => (long)(await tgcrm.RunAsync("status", "--json")).Well().Document["inbox"]!["waiting"]! == 0);
        Assert.Equal(0, await service.TerminateAsync());
        using (var database = Database.Open(tgcrm.WorkingFile))
        {
            database.HoldsAllOf(crm, "tickets", "messages", "template_usages", "agents");
            Assert.Equal(1, database.Count("ops.runs")); // the sync before: all else came by webhook
        }
        (await tgcrm.RunAsync("sync")).Well(); // not every event has a webhook
        using var synced = Database.Open(tgcrm.WorkingFile);
        synced.HoldsAllOf(crm, [.. SandboxTruth.Streams]);
    }

    [Fact]
    public async Task What_deliveries_bring_shows_in_the_figures_of_their_tickets_without_a_run()
    {
        (await tgcrm.RunAsync("sync")).Well();
        using var service = tgcrm.Start("serve");
        crm.Subscribe(new Uri((await service.LineAsync("^webhooks are taken at (?<address>.+)$")).Groups["address"].Value));
        crm.Advance(Burst, changes: 60);
        while (await crm.DeliverWebhooksAsync(CancellationToken.None) is { Waiting: > 0 }) { }

        await Wait.UntilAsync(async () =>
        {
            var status = (await tgcrm.RunAsync("status", "--json")).Well().Document;
            return (long)status["inbox"]!["waiting"]! == 0 && (long)status["figures"]!["loadsBehind"]! == 0;
        });
        Assert.Equal(0, await service.TerminateAsync());
        using (var working = Database.Open(tgcrm.WorkingFile))
        {
            Assert.Equal(working.Count("raw.messages where deleted_at is null"), working.Count("analytics.messages"));
            Assert.Equal(working.Count("raw.tickets where deleted_at is null"), working.Count("analytics.ticket_metrics"));
            Assert.Equal(1, working.Count("ops.transforms"));
        }
        using (var published = Database.Open(tgcrm.PublishedFile))
            Assert.NotEqual(published.Count("analytics.messages"), crm.Truth.Count("messages")); // nothing was published

        (await tgcrm.RunAsync("publish")).Well();
        using var whole = Database.Open(tgcrm.PublishedFile);
        using var computed = Database.Open(tgcrm.WorkingFile);
        Assert.Equal(2, computed.Count("ops.transforms")); // what is given out is of one moment
        Assert.Equal(computed.Count("analytics.messages"), whole.Count("analytics.messages"));
    }

    /// <summary>A ticket as it should be, signed with a secret that is not ours.</summary>
    private async Task<HttpStatusCode> ForgeAsync(Uri inbox)
    {
        var ticket = crm.Truth.Records("tickets").First().Replace("\"id\":\"tk-", "\"id\":\"forged\",\"was\":\"tk-", StringComparison.Ordinal);
        Assert.Contains("forged", ticket, StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes($$$"""{"id":"whd-forged","type":"ticket.updated","occurred_at":"2026-03-01T00:00:00Z","workspace_id":"w","data":{"ticket":{{{ticket}}}}}""");
        using var request = new HttpRequestMessage(HttpMethod.Post, inbox) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("X-Webhook-Id", "whd-forged");
        request.Headers.Add("X-Webhook-Timestamp", $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}");
        request.Headers.Add("X-Webhook-Signature", $"sha256={Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData("another-secret-altogether"u8, body))}");
        using var http = new HttpClient();
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
