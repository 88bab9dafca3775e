using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Inbox.Schemes;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.Inbox;

/// <summary>An inbox on a real web server on loopback, with a real state store and warehouse; it can die and come back.</summary>
public sealed class Mailroom : IAsyncLifetime
{
    public const string SignatureHeader = "X-Webhook-Signature";
    public const string TimestampHeader = "X-Webhook-Timestamp";
    public const string OldSecret = "the secret before this one";
    public const string NewSecret = "the secret of these days";

    private readonly HttpClient http = new();
    private InboxWriter? writer;
    private WebApplication? host;

    public Mailroom(Func<string, IStateEngine> newState) => State = newState(Warehouse.Folder.StateFile);

    public TestWarehouse Warehouse { get; } = new();

    public IStateEngine State { get; }

    public FakeTimeProvider Time { get; } = new(Records.Noon.ToDateTimeOffset());

    public InboxLimits Limits { get; set; } = new();

    public WebhookConfiguration Configuration { get; set; } = new() { Secrets = [new("${ENV:NEW}", NewSecret), new("${ENV:OLD}", OldSecret)] };

    /// <summary>Whether the CRM has said which workspace is ours: <c>w1</c>.</summary>
    public bool KnowsItsWorkspace { get; set; } = true;

    public Uri Crm { get; set; } = new("https://crm.example/api/v1");

    public OwnWorkspace Workspace { get; private set; } = null!;

    public InboxStore Store { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public async Task InitializeAsync()
    {
        var state = StateStore.Open(State);
        Store = new InboxStore(state);
        Workspace = new OwnWorkspace(state, Crm);
        if (KnowsItsWorkspace)
            Workspace.Learn("w1", Now);
        writer = new InboxWriter(Store);
        var (senders, scheme) = (new AllowedSenders(Configuration.AllowedAddresses, Configuration.TrustedProxies), WebhookSchemes.Make(Configuration, Time));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => Limits.ApplyTo(kestrel.Limits));
        host = builder.Build();
        host.MapInbox("/webhooks/crm", new InboxEndpoint(senders, scheme, Workspace, Store, writer, Limits, Time, NullLogger<InboxEndpoint>.Instance));
        await host.StartAsync();
        Address = new Uri(new Uri(host.Urls.Single()), "/webhooks/crm");
    }

    /// <summary>Takes nothing more in; the server goes on answering.</summary>
    public async Task CloseWriterAsync() => await writer!.DisposeAsync();

    /// <summary>Stops, and starts anew on what is on the disk.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await InitializeAsync();
    }

    public Task<HttpResponseMessage> DeliverAsync(string id, string data, string type = "ticket.updated") => PostAsync(Delivery(id, data, type));

    public async Task<HttpResponseMessage> PostAsync(string body, string secret = NewSecret, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(SignatureHeader, Sign(body, secret));
        request.Headers.Add(TimestampHeader, Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        change?.Invoke(request);
        return await http.SendAsync(request);
    }

    public Task<DrainOutcome> DrainAsync() =>
        new InboxDrain(Store, Warehouse.File, Limits, Time).ApplyAsync("run-1", (_, _) => { }, CancellationToken.None);

    public static string Sign(string body, string secret) =>
        "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(body)));

    public static string Delivery(string id, string data, string type = "ticket.updated", string workspace = "w1") =>
        $$"""{"id":"{{id}}","type":"{{type}}","occurred_at":"2026-03-01T12:00:00Z","workspace_id":"{{workspace}}","data":{ {{data}} } }""";

    public async Task DisposeAsync()
    {
        await StopAsync();
        http.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Warehouse.Dispose();
    }

    private async Task StopAsync()
    {
        await host!.DisposeAsync();
        await writer!.DisposeAsync();
    }
}
