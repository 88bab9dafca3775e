using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;
using TelegramCrm.Cli.Control;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Alerts;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Automation.Suggestions;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Inbox.Schemes;
using TelegramCrm.Sync.Inbox.Subscribing;
using TelegramCrm.Sync.Scheduling;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Cli.Service;

/// <summary>
/// The web host of <c>serve</c>: the control endpoint on a loopback port of its own, the webhook inbox where the
/// configuration says, health beside both, and Quartz with the schedules.
/// </summary>
internal sealed class ServiceHost : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly InboxWriter writer;

    private ServiceHost(WebApplication app, InboxWriter writer) => (this.app, this.writer) = (app, writer);

    /// <summary>Where commands are taken.</summary>
    public Uri ControlAddress { get; private set; } = null!;

    /// <summary>Where webhooks are taken; null when the configuration has no such section.</summary>
    public Uri? InboxAddress { get; private set; }

    /// <summary>Starts listening, and the schedules.</summary>
    /// <param name="installation">What is served.</param>
    /// <param name="shell">What handed-over commands see.</param>
    /// <param name="token">What they must bring.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <param name="withSchedules">Whether Quartz runs the configured schedules.</param>
    public static async Task<ServiceHost> StartAsync(
        Installation installation, Shell shell, string token, CancellationToken cancellationToken, bool withSchedules = true)
    {
        var webhooks = installation.Configuration.Webhooks;
        var inboxWriter = new InboxWriter(installation.Inbox);
        var web = Build(installation, webhooks, withSchedules);
        new ControlEndpoint(token, shell with { Installation = installation }).Map(web);
        web.MapGet("/health/live", () => Results.Text("ok"));
        if (webhooks is not null)
        {
            var (senders, scheme) = (new AllowedSenders(webhooks.AllowedAddresses, webhooks.TrustedProxies), WebhookSchemes.Make(webhooks, installation.Time));
            var workspace = web.Services.GetRequiredService<OwnWorkspace>();
            web.MapInbox(webhooks.Path, new InboxEndpoint(senders, scheme, workspace, installation.Inbox, inboxWriter, new InboxLimits(), installation.Time, installation.Logs.CreateLogger<InboxEndpoint>()));
        }
        web.UseEndpoints(_ => { });
        await web.StartAsync(cancellationToken);
        var addresses = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        return new ServiceHost(web, inboxWriter)
        {
            ControlAddress = new Uri(addresses[0]),
            InboxAddress = webhooks is null ? null : new Uri(new Uri(addresses[^1]), webhooks.Path),
        };
    }

    /// <summary>Stops taking in, lets what runs come to its next safe place, and stores what was taken in.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await writer.DisposeAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(Installation installation, WebhookConfiguration? webhooks, bool withSchedules)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(installation.Logs);
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            new InboxLimits().ApplyTo(kestrel.Limits);
            kestrel.Listen(IPAddress.Loopback, 0);
            if (webhooks is not null)
                Listen(kestrel, webhooks.Listen);
        });
        var plan = new RunPlan(installation.Configuration);
        builder.Services.AddSingleton(installation).AddSingleton(plan).AddSingleton(installation.Time);
        builder.Services.AddSingleton(installation.Inbox).AddSingleton(installation.InboxDrain);
        if (installation.Assignment is { } assignment)
            builder.Services.AddSingleton(_ => assignment.OpenPass()).AddSingleton(installation.Warehouse).AddHostedService<AssignmentWatch>();
        if (installation.Suggestions is { } suggestions)
            builder.Services.AddSingleton(_ => suggestions.OpenPass()).AddSingleton(installation.Warehouse).AddHostedService<SuggestionWatch>();
        builder.Services.AddSingleton<Func<RunRequest, CancellationToken, Task>>(services => (request, stop) =>
            request.Steps switch
            {
                RunSteps.Assign => services.GetRequiredService<AssignmentPass>().RunAsync(stop),
                RunSteps.Propagate => installation.Templates!.RunAsync([], stop),
                RunSteps.Suggest => services.GetService<SuggestionPass>() is { } pass ? pass.RunAsync(stop) : Task.CompletedTask,
                _ => new SyncRun(installation).RunAsync(request, stop),
            });
        builder.Services.AddSingleton(new WorkLease(new Leases(installation.State, installation.Time), NodeName(installation), installation.Time, installation.Logs.CreateLogger<WorkLease>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<WorkLease>());
        builder.Services.AddSingleton<FiguresRefresh>(new FreshFigures(installation).RefreshAsync);
        builder.Services.AddHostedService<InboxPump>();
        builder.Services.AddSingleton(new TicketFetch(installation.Warehouse, installation.Client, installation.Time));
        builder.Services.AddHostedService<TicketFetcher>();
        if (webhooks is not null)
        {
            builder.Services.AddSingleton(installation.Client).AddSingleton(new OwnWorkspace(installation.State, installation.Configuration.Source.BaseUrl));
            builder.Services.AddHostedService<WorkspaceInquiry>();
            builder.Services.AddSingleton<IAlertChannel, AlertLog>();
            builder.Services.AddHostedService(services => new InboxWatch(
                now => InboxFigures.Take(installation.Inbox, installation.Warehouse, now), webhooks.Alerts, services.GetServices<IAlertChannel>(),
                services.GetRequiredService<WorkLease>(), installation.Time, installation.Logs.CreateLogger<InboxWatch>()));
            if (webhooks.Register)
                builder.Services.AddSingleton(webhooks).AddSingleton(installation.Subscriber).AddHostedService<SubscriptionWatch>();
        }
        builder.Services.AddSingleton(new AlertPass(
            installation.Warehouse, new AlertRecord(installation.State), installation.Configuration.Alerts.LookBack, Installation.SqlPath, installation.Time, installation.Logs.CreateLogger<AlertPass>()));
        builder.Services.AddHostedService<AlertWatch>();
        if (withSchedules)
        {
            builder.Services.AddQuartz(quartz => quartz.UseState(installation.State.Engine, installation.Time));
            builder.Services.AddQuartzHostedService(quartz => (quartz.AutoStart, quartz.WaitForJobsToComplete) = (false, true));
            builder.Services.AddHostedService<SchedulerGate>();
        }
        var web = builder.Build();
        web.UseRouting();
        return web;
    }

    /// <summary>Alone with its state a restarted process is the same node; beside others it is a new one.</summary>
    private static string NodeName(Installation installation) =>
        installation.State.Engine is SqliteState ? "this installation" : $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}";

    private static void Listen(KestrelServerOptions kestrel, Uri listen) =>
        kestrel.Listen(IPAddress.TryParse(listen.Host.Trim('[', ']'), out var address) ? address : IPAddress.Loopback, listen.Port); // the configuration has refused other names
}
