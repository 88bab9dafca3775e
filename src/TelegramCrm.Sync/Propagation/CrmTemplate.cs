using System.Text.Json;
using NodaTime;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Propagation;

/// <summary>A template as the CRM has it.</summary>
/// <param name="Id">The CRM's own id.</param>
/// <param name="ExternalId">What its source calls it; null for one that somebody made in the CRM.</param>
/// <param name="Fields">Title, text, language, article and tags as texts, by the names that the API gives them.</param>
/// <param name="IsDeleted">Whether somebody has deleted it.</param>
/// <param name="UpdatedAt">When it changed last.</param>
internal sealed record CrmTemplate(string Id, string? ExternalId, IReadOnlyDictionary<string, string?> Fields, bool IsDeleted, Instant UpdatedAt)
{
    /// <summary>The fields that a source has, in the order in which people read them.</summary>
    public static IReadOnlyList<string> FieldNames { get; } = ["title", "locale", "article_id", "tags", "body"];

    /// <summary>As the ledger keeps it: an edit of any of its fields is another revision, and one that is taken back is none.</summary>
    public RemoteRecord ToRemote() => new(Id, FieldRevision.Of(Fields));

    /// <summary>Reads a record of the API.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static CrmTemplate Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var template = document.RootElement;
            return new(
                template.GetProperty("id").GetString() ?? throw new FormatException("a template has no id"),
                Text(template, "external_id"),
                TextsOf(name => template.TryGetProperty(name, out var value) ? value : null),
                Text(template, "deleted_at") is not null,
                Instant.FromDateTimeOffset(template.GetProperty("updated_at").GetDateTimeOffset()));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"the CRM gives a template that is none: {broken.Message}", broken);
        }
    }

    /// <summary>The fields as texts; null and empty text are the same, and the order of tags says nothing.</summary>
    public static IReadOnlyDictionary<string, string?> TextsOf(Func<string, JsonElement?> field) => FieldNames.ToDictionary(name => name, name => field(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => string.Join(", ", list.EnumerateArray().Select(item => item.ToString()).Order(StringComparer.Ordinal)) is { Length: > 0 } tags ? tags : null,
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } value => value,
        _ => null,
    });

    private static string? Text(JsonElement template, string name) => template.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
