using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using TelegramCrm.Connectors.Redmine;
using TelegramCrm.Connectors.Tests.Systems;

namespace TelegramCrm.Connectors.Tests.Redmine;

/// <summary>A real Redmine, and a person at it.</summary>
[CollectionDefinition(Tests)]
public sealed class RealRedmine : IDisposable, ICollectionFixture<RealRedmine>
{
    /// <summary>The tests that share it.</summary>
    public const string Tests = "Redmine";

    private readonly Lazy<RealSystem> system = new(() => RealSystem.Start("redmine"));
    private readonly HttpClient person = new();
    private int tests;

    public string NextPrefix() => $"{++tests}-";

    public RedmineSettings Settings(string? key = null, bool notes = false, string user = "SYNC") => new(new Uri(system.Value["BASE_URL"]), key ?? system.Value[$"{user}_KEY"], "support", "Support",
        Number("FIELD_EXTERNALID"), new Dictionary<string, int> { ["severity"] = Number("FIELD_SEVERITY") }, notes);

    public IReadOnlyList<JsonElement> Issues(string key) =>
        [.. Ask(HttpMethod.Get, $"issues.json?status_id=*&limit=100&cf_{system.Value["FIELD_EXTERNALID"]}={Uri.EscapeDataString($"={key}")}")!.Value.GetProperty("issues").EnumerateArray()];

    public void Create(string key) => Ask(HttpMethod.Post, "issues.json", new
    {
        issue = new { project_id = "support", tracker_id = 3, subject = "planted", custom_fields = (object[])[new { id = Number("FIELD_EXTERNALID"), value = key }] },
    });

    public void Edit(string key, object fields) => Ask(HttpMethod.Put, $"issues/{IdOf(key)}.json", new { issue = fields });

    public void Delete(string key) => Ask(HttpMethod.Delete, $"issues/{IdOf(key)}.json");

    public IReadOnlyList<string> Notes(string key) => [.. Ask(HttpMethod.Get, $"issues/{IdOf(key)}.json?include=journals")!.Value.GetProperty("issue").GetProperty("journals").EnumerateArray()
        .Select(journal => journal.GetProperty("notes").GetString()!).Where(notes => notes.Length > 0)];

    public void Dispose()
    {
        person.Dispose();
        if (system.IsValueCreated)
            system.Value.Dispose();
    }

    private int Number(string fact) => int.Parse(system.Value[fact], CultureInfo.InvariantCulture);

    private string IdOf(string key) => Issues(key).Single().GetProperty("id").ToString();

    private JsonElement? Ask(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri($"{system.Value["BASE_URL"]}/{path}"));
        request.Headers.Add("X-Redmine-API-Key", system.Value["ADMIN_KEY"]);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var answer = person.Send(request);
        answer.EnsureSuccessStatusCode();
        using var text = new StreamReader(answer.Content.ReadAsStream());
        return text.ReadToEnd() is { Length: > 1 } json ? JsonElement.Parse(json) : null;
    }
}
