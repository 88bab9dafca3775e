using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sandbox.Tests;

/// <summary>An endpoint that webhooks are posted to; keeps what came, and answers as it is told.</summary>
public sealed class Receiver : IDisposable
{
    private readonly HttpListener listener = new();

    public Receiver()
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/hook/");
        probe.Stop();
        listener.Prefixes.Add(Url.ToString());
        listener.Start();
        _ = RunAsync();
    }

    public Uri Url { get; }

    public ConcurrentQueue<(string Id, string Timestamp, string Signature, byte[] Body)> Received { get; } = [];

    public int Answer { get; set; } = 200;

    public bool EchoesChallenge { get; set; } = true;

    public IEnumerable<JsonObject> Bodies => Received.Select(delivery => JsonNode.Parse(delivery.Body)!.AsObject());

    public void Dispose() => listener.Close();

    private async Task RunAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var headers = context.Request.Headers;
            Received.Enqueue((headers["X-Webhook-Id"]!, headers["X-Webhook-Timestamp"]!, headers["X-Webhook-Signature"]!, body.ToArray()));
            context.Response.StatusCode = Answer;
            var challenge = EchoesChallenge ? JsonNode.Parse(body.ToArray())!["challenge"] : null;
            var answer = Encoding.UTF8.GetBytes(new JsonObject { ["challenge"] = challenge?.DeepClone() }.ToJsonString());
            await context.Response.OutputStream.WriteAsync(answer);
            context.Response.Close();
        }
    }
}
