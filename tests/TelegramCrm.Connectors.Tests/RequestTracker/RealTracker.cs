using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using TelegramCrm.Connectors.RequestTracker;
using TelegramCrm.Connectors.Tests.Systems;

namespace TelegramCrm.Connectors.Tests.RequestTracker;

/// <summary>A real Request Tracker, and a person at it.</summary>
[CollectionDefinition(Tests)]
public sealed class RealTracker : IDisposable, ICollectionFixture<RealTracker>
{
    /// <summary>The tests that share it.</summary>
    public const string Tests = "Request Tracker";

    private readonly Lazy<RealSystem> system = new(() => RealSystem.Start("rt5"));
    private readonly HttpClient person = new();
    private int tests;

    public string NextPrefix() => $"{++tests}-";

    public RequestTrackerSettings Settings(string? token = null, bool comments = false, string user = "SYNC") => new(
        new Uri(system.Value["BASE_URL"]), token ?? system.Value[$"{user}_TOKEN"], "Support", "ExternalId", new Dictionary<string, string> { ["severity"] = "Severity" }, comments);

    public IReadOnlyList<JsonElement> Tickets(string key) =>
        [.. Ask(HttpMethod.Get, $"tickets?query={Uri.EscapeDataString($"'CF.{{ExternalId}}' = '{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'")}&fields=Subject,Status,Owner,CustomFields")!
            .Value.GetProperty("items").EnumerateArray()];

    public void Create(string key) => Ask(HttpMethod.Post, "ticket", new { Queue = "Support", Subject = "planted", CustomFields = new { ExternalId = key } });

    public void Edit(string key, object fields) => Ask(HttpMethod.Put, $"ticket/{IdOf(key)}", fields);

    public void Comment(string key) => Ask(HttpMethod.Post, $"ticket/{IdOf(key)}/comment", new { Content = "a person's comment", ContentType = "text/plain" });

    public void Delete(string key) => Ask(HttpMethod.Delete, $"ticket/{IdOf(key)}");

    public IReadOnlyList<string> Comments(string key) =>
        [.. Ask(HttpMethod.Get, $"ticket/{IdOf(key)}/attachments?fields=Content&per_page=100")!.Value.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("Content").GetString()!)];

    public void Dispose()
    {
        person.Dispose();
        if (system.IsValueCreated)
            system.Value.Dispose();
    }

    private string IdOf(string key) => Tickets(key).Single().GetProperty("id").GetString()!;

    private JsonElement? Ask(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{system.Value["BASE_URL"]}/REST/2.0/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("token", system.Value["ROOT_TOKEN"]);
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json"); // it reads no chunks
        using var answer = person.Send(request);
        answer.EnsureSuccessStatusCode();
        using var text = new StreamReader(answer.Content.ReadAsStream());
        return text.ReadToEnd() is { Length: > 0 } json ? JsonElement.Parse(json) : null;
    }
}
