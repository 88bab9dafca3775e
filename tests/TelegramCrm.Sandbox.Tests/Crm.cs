using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace TelegramCrm.Sandbox.Tests;

/// <summary>A sandbox with a clock that stands still, and a client that has the credentials.</summary>
public sealed class Crm : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 20, 12, 0, 0, TimeSpan.Zero);

    private Crm(SandboxServer server, FakeTimeProvider time)
    {
        (Server, Time) = (server, time);
        Http = new HttpClient { BaseAddress = new Uri($"{server.BaseAddress}/") };
        Http.DefaultRequestHeaders.Add("X-Api-Key", server.ApiKey);
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.SecretToken);
    }

    public SandboxServer Server { get; }

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; }

    public static async Task<Crm> StartAsync(SandboxOptions? options = null)
    {
        var time = new FakeTimeProvider(Noon);
        var server = await SandboxServer.StartAsync((options ?? new SandboxOptions { Tickets = 40 }) with { TimeProvider = time, DeliversWebhooksByItself = false }, CancellationToken.None);
        return new Crm(server, time);
    }

    public async Task<JsonObject> GetAsync(string path)
    {
        using var response = await Http.GetAsync(path);
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStreamAsync())!.AsObject();
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? json = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await Http.SendAsync(request);
    }

    /// <summary>Every record of a list, page by page.</summary>
    public async Task<List<JsonObject>> WalkAsync(string list, int limit = 500, string filters = "")
    {
        var records = new List<JsonObject>();
        var cursor = "";
        while (true)
        {
            var page = await GetAsync($"{list}?limit={limit}{filters}{cursor}");
            records.AddRange(page["data"]!.AsArray().Select(record => record!.AsObject()));
            if (!(bool)page["has_more"]!)
                return records;
            cursor = $"&cursor={page["next_cursor"]}";
        }
    }

    public static async Task<JsonObject> ErrorOf(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!.AsObject();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }
}
