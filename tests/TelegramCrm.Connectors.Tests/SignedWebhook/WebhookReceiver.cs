using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TelegramCrm.Connectors.Tests.SignedWebhook;

/// <summary>Somebody who takes webhooks: keeps what came, knows a message by its id, and answers as it is told.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly Lock gate = new();
    private readonly List<Delivery> deliveries = [];

    private WebhookReceiver(WebApplication server) => this.server = server;

    /// <summary>What the next requests are answered with; 204 when there is nothing here.</summary>
    public Queue<(int Status, string Body)> Answers { get; } = [];

    /// <summary>Runs before a request is answered: a connection that breaks, a clock that moves.</summary>
    public Action<HttpContext>? Meanwhile { get; set; }

    public Uri Address => new($"{server.Urls.First()}/hooks/support");

    /// <summary>Every message that came, repeated ones too.</summary>
    public IReadOnlyList<Delivery> Deliveries
    {
        get
        {
            lock (gate)
                return [.. deliveries];
        }
    }

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new WebhookReceiver(builder.Build());
        receiver.server.Run(receiver.TakeAsync);
        await receiver.server.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var delivery = new Delivery(context.Request.Method, context.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()), await reader.ReadToEndAsync());
        (int Status, string Body) answer;
        lock (gate)
        {
            if (delivery.Method == "POST")
                deliveries.Add(delivery);
            answer = Answers.TryDequeue(out var told) ? told : (204, "");
        }
        Meanwhile?.Invoke(context);
        context.Response.StatusCode = answer.Status;
        if (answer.Body.Length > 0)
            await context.Response.WriteAsync(answer.Body);
    }
}

/// <summary>A request as it came.</summary>
internal sealed record Delivery(string Method, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Id => Headers["webhook-id"];

    public JsonElement Json => JsonElement.Parse(Body);
}
