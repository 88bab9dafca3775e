using System.Text.Json;
using TelegramCrm.Sync.Propagation.Sources;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Sync.Propagation;

/// <summary>What a source gives, and what stands in for documents of it that can't be read now: their templates are to stay as they are.</summary>
/// <param name="Description">The source, for people.</param>
/// <param name="Reading">What it gave.</param>
/// <param name="Fields">The fields of every template that the CRM is to have, by its external id; of a document that can't be read, those that were last confirmed.</param>
/// <param name="Unknown">Documents that can't be read, and of which nobody knows which template is theirs.</param>
public sealed record GivenResponses(string Description, SourceReading Reading, IReadOnlyDictionary<string, JsonElement> Fields, IReadOnlyList<BadDocument> Unknown)
{
    /// <summary>Whether it is known of every template if it is still wanted; otherwise none may be deleted.</summary>
    public bool IsComplete => Unknown.Count == 0;

    /// <summary>What a person should know of it; null for nothing.</summary>
    public string? Note => IsComplete ? null : $"no template is deleted while {Unknown.Count} documents can't be read of which it isn't known what they are called";

    /// <summary>Lays out what a source gave.</summary>
    internal static GivenResponses Of(string description, SourceReading reading, IReadOnlyDictionary<string, string> documents, PushLedger ledger)
    {
        var fields = reading.Responses.ToDictionary(response => response.ExternalId, response => JsonSerializer.SerializeToElement(new
        {
            title = response.Title,
            body = response.Body,
            locale = response.Locale,
            article_id = response.ArticleId,
            tags = response.Tags,
        }), StringComparer.Ordinal);
        var named = reading.Bad.ToLookup(bad => bad.ExternalId ?? documents.GetValueOrDefault(bad.Location));
        foreach (var (id, body) in ledger.ReadFields(named.Select(same => same.Key).OfType<string>().Where(id => !fields.ContainsKey(id))))
            fields[id] = JsonElement.Parse(body);
        return new(description, reading, fields, [.. named[null]]);
    }

    /// <summary>All of it as a JSON array.</summary>
    internal string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            foreach (var (id, response) in Fields)
            {
                json.WriteStartObject();
                json.WriteString("external_id", id);
                foreach (var field in response.EnumerateObject())
                    field.WriteTo(json);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
