using System.Globalization;
using System.Text.Json;

namespace TelegramCrm.Connectors.Redmine;

/// <summary>An issue as Redmine holds it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Key">Our key; empty when its field is.</param>
/// <param name="Fields">The mapped fields that it can have; what has a name stands by its number.</param>
internal sealed record Issue(string Id, string Key, IReadOnlyDictionary<string, string> Fields)
{
    public RemoteRecord Remote => new(Id, FieldRevision.Of(Fields.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))));

    /// <summary>The field that is not as wanted; null when all are.</summary>
    public string? DifferenceTo(IReadOnlyDictionary<string, string> wanted) => wanted.Where(pair => Fields[pair.Key] != pair.Value).Select(pair => pair.Key).FirstOrDefault();

    /// <summary>Reads it as Redmine writes it, alone or in a list.</summary>
    public static Issue Read(JsonElement json, RedmineSettings settings)
    {
        var custom = new Dictionary<int, string>();
        if (json.TryGetProperty("custom_fields", out var given))
        {
            foreach (var item in given.EnumerateArray())
                custom[item.GetProperty("id").GetInt32()] = item.TryGetProperty("value", out var value) ? Text(value) : "";
        }
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [IssueFields.Subject] = Text(json, IssueFields.Subject),
            [IssueFields.Description] = Text(json, IssueFields.Description),
            [IssueFields.Status] = Number(json, "status"),
            [IssueFields.Priority] = Number(json, "priority"),
            [IssueFields.Assignee] = Number(json, "assigned_to"),
        };
        foreach (var (mapped, id) in settings.CustomFields)
            fields[mapped] = custom.GetValueOrDefault(id, "");
        return new(json.GetProperty("id").GetInt32().ToString(CultureInfo.InvariantCulture), custom.GetValueOrDefault(settings.KeyField, ""), fields);
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.Array ? string.Join(", ", value.EnumerateArray()) : value.ToString();

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value.GetProperty("id").ToString() : "";
}
