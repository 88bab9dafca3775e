using System.Globalization;
using System.Text;
using TelegramCrm.Browser.Tests.Reports;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Browser.Tests.Dashboard;

/// <summary>A service with a dashboard over a CRM that holds what people really type, as a process of its own.</summary>
public sealed class ServedDashboard : IAsyncLifetime
{
    private readonly Tgcrm tgcrm = new();
    private SandboxServer crm = null!;
    private TgcrmProcess service = null!;

    public string Address { get; private set; } = "";

    internal Database Published => Database.Open(tgcrm.PublishedFile);

    public async Task InitializeAsync()
    {
        var folder = tgcrm.PathOf("crm");
        await CrmFiles.WriteAsync(folder, new SandboxOptions { Tickets = 400 });
        await SpoilAsync(Path.Combine(folder, "tickets.ndjson"));
        crm = await SandboxServer.StartAsync(new SandboxOptions { DataFolder = folder }, CancellationToken.None);
        await tgcrm.ConfigureAsync(crm, """
            "webhooks": { "listen": "http://127.0.0.1:0", "secrets": ["${ENV:HOOK}"], "tolerance": "1h" },
            "schedules": { "sync": "0 0 29 2 *" },
            "reports": { "folder": "reports", "zone": "Europe/Berlin" },
            """, pageSize: 500);
        (await tgcrm.RunAsync("sync")).Well();
        await StartAsync();
    }

    /// <summary>Starts the service, anew or again.</summary>
    public async Task StartAsync()
    {
        service = tgcrm.Start("serve");
        crm.Subscribe(new Uri((await service.LineAsync("^webhooks are taken at (?<address>.+)$")).Groups["address"].Value));
        Address = (await service.LineAsync("^the dashboard is at (?<address>.+)$")).Groups["address"].Value;
    }

    /// <summary>Customers and agents go on for a while, and every delivery of it is taken in.</summary>
    public async Task WorkAsync(int changes)
    {
        crm.Advance(TimeSpan.FromSeconds(changes), changes);
        while (await crm.DeliverWebhooksAsync(CancellationToken.None) is { Waiting: > 0 }) { }
    }

    /// <summary>Gives out what the working file holds, which only the service can read.</summary>
    public async Task PublishAsync() => (await tgcrm.RunAsync("publish")).Well();

    /// <summary>How many tickets are open in the CRM itself, as the page writes it.</summary>
    public string OpenInTheCrm => crm.Truth.Records("tickets").Count(ticket =>
        System.Text.Json.Nodes.JsonNode.Parse(ticket)! is var record && (string)record["status"]! is not ("resolved" or "closed") && record["deleted_at"] is null).ToString("#,0", CultureInfo.InvariantCulture);

    public Task<int> StopAsync() => service.TerminateAsync();

    public async Task DisposeAsync()
    {
        service.Dispose();
        await crm.DisposeAsync();
        tgcrm.Dispose();
    }

    private static async Task SpoilAsync(string tickets)
    {
        var text = new StringBuilder();
        foreach (var (number, line) in (await File.ReadAllLinesAsync(tickets)).Index())
        {
            var ticket = System.Text.Json.Nodes.JsonNode.Parse(line)!;
            ticket["subject"] = (number % 3) switch { 0 => WrittenReports.Attack, 1 => WrittenReports.RightToLeft, _ => WrittenReports.LongName };
            text.AppendLine(ticket.ToJsonString());
        }
        await File.WriteAllTextAsync(tickets, text.ToString());
    }
}
