using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace TelegramCrm.Sandbox.Http;

/// <summary>What a write is asked to do; every mistake is a 422 that names the field.</summary>
internal sealed class RequestBody(JsonObject fields)
{
    public IEnumerable<string> Names => fields.Select(entry => entry.Key);

    public static async Task<RequestBody> ReadAsync(HttpContext context, params string[] known)
    {
        JsonNode? json;
        try
        {
            json = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            _ = json is JsonObject read ? read.Count : 0; // twice the same name shows only now
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new RefusalException(400, "invalid_json", "the body is not JSON, or names a field twice");
        }
        if (json is not JsonObject { Count: > 0 } fields)
            throw RefusalException.Invalid("body", "must be an object with at least one field");
        if (fields.FirstOrDefault(entry => !known.Contains(entry.Key)) is { Key: { } unknown })
            throw RefusalException.Invalid(unknown, $"is no field that can be written; known are {string.Join(", ", known)}");
        return new RequestBody(fields);
    }

    public bool Has(string name) => fields.ContainsKey(name);

    public JsonNode? this[string name] => fields[name];

    public string Text(string name) => TextOrNull(name) ?? throw RefusalException.Invalid(name, "must be a string");

    public string? TextOrNull(string name) => fields[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw RefusalException.Invalid(name, "must be a string"),
    };

    public IReadOnlyList<string> Texts(string name) => fields[name] is JsonArray list
        ? [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw RefusalException.Invalid(name, "must hold strings only"))]
        : throw RefusalException.Invalid(name, "must be a list of strings");

    public string OneOf(string name, IReadOnlyCollection<string> choices) =>
        choices.Contains(Text(name)) ? Text(name) : throw RefusalException.Invalid(name, $"must be one of {string.Join(", ", choices)}");
}
