using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TelegramCrm.Sandbox.Faults;
using TelegramCrm.Sandbox.Generation;
using TelegramCrm.Sandbox.Http;
using TelegramCrm.Sandbox.Records;
using TelegramCrm.Sandbox.Webhooks;

namespace TelegramCrm.Sandbox;

/// <summary>A Telegram CRM on loopback: it speaks the contract over real HTTP, and it can be made to misbehave.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    internal const string WorkspaceId = "ws-sandbox";
    private readonly WebApplication app;
    private readonly SandboxState state;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task delivering;

    private SandboxServer(WebApplication app, SandboxState state)
    {
        this.app = app;
        this.state = state;
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        BaseAddress = new Uri($"{address}/api/v1");
        Truth = new SandboxTruth(state);
        People = new SandboxPeople(state);
        delivering = state.Options.DeliversWebhooksByItself ? DeliverAsync() : Task.CompletedTask;
    }

    /// <summary>The root of the API, without a slash at its end: <c>http://127.0.0.1:PORT/api/v1</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>What X-Api-Key must carry.</summary>
    public string ApiKey => state.ApiKey;

    /// <summary>What Authorization: Bearer must carry.</summary>
    public string SecretToken => state.SecretToken;

    /// <summary>What subscriptions made in-process are signed with.</summary>
    public string WebhookSecret => state.WebhookSecret;

    /// <summary>The sandbox's time.</summary>
    public SandboxClock Clock => state.Workspace.Clock;

    /// <summary>What goes wrong from now on.</summary>
    public SandboxFaults Faults
    {
        get => state.Faults;
        set => state.Faults = value;
    }

    /// <summary>Requests allowed a window from now on.</summary>
    public SandboxRateLimits RateLimits
    {
        get => state.RateLimits;
        set => state.RateLimits = value;
    }

    /// <summary>How often each fault fell so far, by a short name; 429 stands among them.</summary>
    public IReadOnlyDictionary<string, long> FaultsMet => state.Tally.Met;

    /// <summary>What the CRM really holds, to compare with.</summary>
    public SandboxTruth Truth { get; }

    /// <summary>What people do in it.</summary>
    public SandboxPeople People { get; }

    /// <summary>Called before each request that has the credentials is answered, with its method and path: <c>PATCH /api/v1/tickets/T1</c>. What it changes, the request meets.</summary>
    public Action<string>? OnRequest
    {
        get => state.OnRequest;
        set => state.OnRequest = value;
    }

    /// <summary>How often each endpoint was called, by method and route: <c>GET /api/v1/tickets</c>. Refused and faulty calls count.</summary>
    public IReadOnlyDictionary<string, long> Requests => state.Requests.ToDictionary();

    /// <summary>Loads or generates the records and listens.</summary>
    /// <param name="options">What to serve, and how.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="InvalidDataException">A file of <see cref="SandboxOptions.DataFolder"/> holds a line that is no record.</exception>
    /// <exception cref="IOException">The port is taken, or the folder cannot be read.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var workspace = new Workspace(new SandboxClock(options.TimeProvider, options.Now));
        if (options.DataFolder is { } folder)
            await NdjsonFolder.LoadAsync(workspace, folder, cancellationToken);
        else
            Generate(workspace, options, cancellationToken);
        var shared = new SandboxState(options, workspace);
        var host = Build(shared);
        await host.StartAsync(cancellationToken);
        return new SandboxServer(host, shared);
    }

    /// <summary>Lets time pass and work go on in it: new tickets, messages, template usages, changes of status, routing, deletions.</summary>
    /// <param name="duration">How far the clock moves; the changes are spread over it. Zero makes them all at the present instant.</param>
    /// <param name="changes">How many changes are made.</param>
    /// <returns>What was made.</returns>
    public SandboxActivity Advance(TimeSpan duration, int changes)
    {
        var done = new SandboxActivity();
        var passed = TimeSpan.Zero;
        for (var i = 1; i <= changes; i++)
        {
            var until = duration * ((double)i / changes);
            Clock.Advance(until - passed);
            passed = until;
            done = state.LiveWork.Step(done);
        }
        Clock.Advance(duration - passed);
        return done;
    }

    /// <summary>Subscribes an endpoint without a challenge; what it is sent is signed with <see cref="WebhookSecret"/>.</summary>
    /// <param name="url">Where to post.</param>
    /// <param name="eventTypes">Which events; none given means every type.</param>
    public void Subscribe(Uri url, params string[] eventTypes) =>
        state.Outbox.Subscribe(url, eventTypes.Length == 0 ? Subscription.KnownTypes : eventTypes, WebhookSecret);

    /// <summary>Every subscription there is, whoever made it.</summary>
    public IReadOnlyList<SandboxSubscription> Subscriptions =>
        [.. state.Outbox.Subscriptions.Select(one => new SandboxSubscription(one.Id, one.Url, one.EventTypes, one.Secret, one.IsDisabled))];

    /// <summary>Switches a subscription off, as an administrator may.</summary>
    /// <param name="id">Its id.</param>
    public void DisableSubscription(string id) => state.Outbox.Disable(id);

    /// <summary>Sends what is due to subscribers, and waits for their answers. What fails falls due again later, by <see cref="Clock"/>.</summary>
    /// <param name="cancellationToken">Breaks the round off; nothing is lost, but a delivery may come twice.</param>
    public Task<SandboxDeliveries> DeliverWebhooksAsync(CancellationToken cancellationToken) => state.Courier.DeliverDueAsync(cancellationToken);

    /// <summary>Stops listening and delivering.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await delivering;
        await app.DisposeAsync();
        state.Dispose();
        stopping.Dispose();
    }

    private async Task DeliverAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), state.Options.TimeProvider);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
                await DeliverWebhooksAsync(stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // the server is being disposed of
        }
    }

    private static void Generate(Workspace workspace, SandboxOptions options, CancellationToken cancellationToken)
    {
        using var work = new GeneratedWork(workspace, options);
        work.Fill(cancellationToken);
    }

    private static WebApplication Build(SandboxState shared)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, shared.Options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton<IHostLifetime, NoSignals>();
        var host = builder.Build();
        var frame = new RequestFrame(shared);
        host.Use(frame.RunAsync);
        host.Use((context, next) => Authentication.RequireAsync(shared, context, next));
        host.UseRouting();
        host.Use((context, next) =>
        {
            shared.OnRequest?.Invoke($"{context.Request.Method} {context.Request.Path}");
            return next(context);
        });
        host.Use(new RateLimiter(shared).RunAsync);
        host.Use(new FaultyAnswers(shared).RunAsync);
        var api = host.MapGroup("/api/v1");
        new ReadEndpoints(shared).Map(api);
        new TicketWrites(shared).Map(api);
        new TemplateWrites(shared).Map(api);
        new WebhookEndpoints(shared).Map(api);
        return host;
    }
}
