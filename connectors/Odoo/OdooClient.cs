using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>Calls methods of Odoo's models, over JSON-2 or, up to Odoo 18, over JSON-RPC.</summary>
internal sealed class OdooClient(OdooSettings settings, HttpClient http)
{
    private readonly Dictionary<string, IReadOnlySet<string>> fieldsOf = [];
    private int? user;

    /// <summary>Calls a method in English, archived records included.</summary>
    /// <param name="model">As <c>res.partner</c>.</param>
    /// <param name="method">As <c>load</c>.</param>
    /// <param name="arguments">By name.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="ids">The records it is called on; null for the model itself.</param>
    /// <exception cref="OdooErrorException">Odoo refuses, or fails over it.</exception>
    public async Task<JsonElement> CallAsync(string model, string method, JsonObject arguments, CancellationToken cancellationToken, IEnumerable<int>? ids = null)
    {
        // Without active_test archived records are hidden, and taken for deleted ones.
        arguments["context"] = new JsonObject { ["lang"] = "en_US", ["active_test"] = false };
        var records = ids is null ? null : new JsonArray([.. ids.Select(id => (JsonNode)id)]);
        if (settings.User is not null)
        {
            user ??= await LogInAsync(cancellationToken);
            return await AskAsync("object", "execute_kw", [settings.Database, user.Value, settings.Key, model, method, records is null ? [] : new JsonArray(records), arguments], cancellationToken);
        }
        if (records is not null)
            arguments["ids"] = records;
        using var answer = await PostAsync($"json/2/{model}/{method}", arguments, cancellationToken);
        var body = await ReadAsync(answer, cancellationToken);
        if (answer.IsSuccessStatusCode)
            return body;
        throw body.ValueKind == JsonValueKind.Object && body.TryGetProperty("name", out var name) && body.TryGetProperty("message", out var message)
            ? new OdooErrorException(name.GetString()!, message.GetString()!)
            : Unreadable(answer);
    }

    /// <summary>Reads those fields that the model has in this version of Odoo, of records that fit a domain.</summary>
    public async Task<IReadOnlyList<JsonElement>> SearchAsync(string model, JsonArray domain, IEnumerable<string> fields, CancellationToken cancellationToken)
    {
        if (!fieldsOf.TryGetValue(model, out var known))
            fieldsOf[model] = known = (await CallAsync(model, "fields_get", new() { ["attributes"] = new JsonArray("type") }, cancellationToken)).EnumerateObject().Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        var found = await CallAsync(model, "search_read", new() { ["domain"] = domain, ["fields"] = new JsonArray([.. fields.Where(known.Contains).Select(field => (JsonNode)field)]) }, cancellationToken);
        return [.. found.EnumerateArray()];
    }

    private async Task<int> LogInAsync(CancellationToken cancellationToken)
    {
        var id = await AskAsync("common", "authenticate", [settings.Database, settings.User, settings.Key, new JsonObject()], cancellationToken);
        return id.ValueKind == JsonValueKind.Number ? id.GetInt32() : throw new OdooErrorException("odoo.exceptions.AccessDenied", "Access Denied");
    }

    private async Task<JsonElement> AskAsync(string service, string method, JsonArray arguments, CancellationToken cancellationToken)
    {
        var question = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 1,
            ["method"] = "call",
            ["params"] = new JsonObject { ["service"] = service, ["method"] = method, ["args"] = arguments },
        };
        using var answer = await PostAsync("jsonrpc", question, cancellationToken);
        var body = answer.IsSuccessStatusCode ? await ReadAsync(answer, cancellationToken) : throw Unreadable(answer);
        return body.TryGetProperty("error", out var error)
            ? throw new OdooErrorException(error.GetProperty("data").GetProperty("name").GetString()!, error.GetProperty("data").GetProperty("message").GetString()!)
            : body.GetProperty("result");
    }

    private async Task<HttpResponseMessage> PostAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{settings.Address.AbsoluteUri.TrimEnd('/')}/{path}")) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        if (settings.User is null)
            request.Headers.Authorization = new AuthenticationHeaderValue("bearer", settings.Key);
        if (settings.Database is not null)
            request.Headers.Add("X-Odoo-Database", settings.Database);
        return await http.SendAsync(request, cancellationToken);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            return JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        }
        catch (JsonException)
        {
            throw Unreadable(answer);
        }
    }

    private static HttpRequestException Unreadable(HttpResponseMessage answer) =>
        new($"{answer.RequestMessage?.RequestUri?.Host} answers {(int)answer.StatusCode} with what is none of Odoo's answers", inner: null, answer.StatusCode == HttpStatusCode.OK ? null : answer.StatusCode);
}
