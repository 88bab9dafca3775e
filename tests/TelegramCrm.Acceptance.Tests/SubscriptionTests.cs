using System.Net;
using System.Net.Sockets;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

/// <summary>A service that looks after its own subscription at the CRM.</summary>
public sealed class SubscriptionTests : IAsyncLifetime, IDisposable
{
    private readonly Tgcrm tgcrm = new();
    private SandboxServer crm = null!;

    public async Task InitializeAsync()
    {
        crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 5, DeliversWebhooksByItself = false }, CancellationToken.None);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        await tgcrm.ConfigureAsync(crm, $$"""
            "webhooks": { "listen": "{{address}}", "publicUrl": "{{address}}webhooks/crm", "register": true, "secrets": ["${ENV:HOOK}"] },
            "schedules": { "sync": "0 0 29 2 *" },
            """);
    }

    [Fact]
    public async Task It_is_made_once_proven_by_check_and_removed_on_request()
    {
        Assert.Contains("no subscription posts to", (await tgcrm.RunAsync("check")).Well().Output, StringComparison.Ordinal);
        for (var start = 1; start <= 2; start++)
        {
            var asked = Looks();
            using var service = tgcrm.Start("serve");
            await service.LineAsync("^webhooks are taken at ");
            await Wait.UntilAsync(() => Looks() > asked && crm.Subscriptions.Count == 1);
            var refused = await tgcrm.RunAsync("inbox", "unsubscribe");
            Assert.Contains("the service that runs would subscribe again", refused.Error, StringComparison.Ordinal);
            Assert.Equal(0, await service.TerminateAsync());
        }
        var id = Assert.Single(crm.Subscriptions).Id;
        Assert.Contains($"{id} tells ", (await tgcrm.RunAsync("check")).Well().Output, StringComparison.Ordinal);
        var listed = (await tgcrm.RunAsync("inbox", "subscriptions", "--json")).Well().Document;
        Assert.Equal((id, true), ((string)listed["registered"]!["id"]!, (bool)listed["subscriptions"]![0]!["isOurs"]!));

        (await tgcrm.RunAsync("inbox", "unsubscribe")).Well();
        Assert.Empty(crm.Subscriptions);
    }

    private long Looks() => crm.Requests.GetValueOrDefault("GET /api/v1/webhooks");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async Task DisposeAsync() => await crm.DisposeAsync();

    public void Dispose() => tgcrm.Dispose();
}
