using System.Net;
using System.Text.Json;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Inbox.Schemes;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Benchmarks.Latency;

/// <summary>The inbox as the service has it, over a warehouse that is there already, in a process of its own; and an answer to the question which tickets' figures show the reply.</summary>
internal static class ServedInbox
{
    public const string Secret = "made up for this one benchmark";
    public const string Workspace = "w1";

    /// <summary>Prints where it listens, and serves until it is killed.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        var file = Path.Combine(folder, "sync.config.json");
        await File.WriteAllTextAsync(file, """
            {
              "source": { "baseUrl": "http://127.0.0.1:9/api/v1", "apiKey": "${ENV:SECRET}", "secretToken": "${ENV:SECRET}" },
              "webhooks": { "listen": "http://127.0.0.1:0", "secrets": ["${ENV:SECRET}"] }
            }
            """);
        var (configuration, time) = (ConfigurationFile.Load(file, _ => Secret).Require(), TimeProvider.System);
        using var installation = Installation.Open(configuration, [], new DataFolder(folder), new Owner(Environment.ProcessId, "benchmark", time.GetUtcNow()), time, LoggerFactory.Create(_ => { }));
        var workspace = new OwnWorkspace(installation.State, configuration.Source.BaseUrl);
        workspace.Learn(Workspace, Instant.FromDateTimeOffset(time.GetUtcNow()));
        await using var writer = new InboxWriter(installation.Inbox);
        await using var web = Build(installation);
        var webhooks = configuration.Webhooks!;
        web.MapInbox("/webhooks", new InboxEndpoint(new AllowedSenders([], []), WebhookSchemes.Make(webhooks, time), workspace, installation.Inbox, writer, new InboxLimits(), time, installation.Logs.CreateLogger<InboxEndpoint>()));
        web.MapGet("/answered", () => Results.Text(JsonSerializer.Serialize(Answered(installation))));
        web.UseEndpoints(_ => { });
        await web.StartAsync();
        Console.WriteLine(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static WebApplication Build(Installation installation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(installation.Logs);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(installation.Time).AddSingleton(installation.Inbox).AddSingleton(installation.InboxDrain);
        builder.Services.AddSingleton(new WorkLease(new Leases(installation.State, installation.Time), "benchmark", installation.Time, installation.Logs.CreateLogger<WorkLease>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<WorkLease>());
        builder.Services.AddSingleton<FiguresRefresh>(new FreshFigures(installation).RefreshAsync);
        builder.Services.AddHostedService<InboxPump>();
        var web = builder.Build();
        web.UseRouting();
        return web;
    }

    /// <summary>The replies of this run that the figures count, by their tickets: what a reader of the working warehouse sees.</summary>
    private static List<string> Answered(Installation installation)
    {
        using var connection = installation.Warehouse.Connect();
        return connection.Query<string>("select ticket_id from analytics.ticket_metrics where reply_count > 2").AsList(); // the history has two in each
    }
}
