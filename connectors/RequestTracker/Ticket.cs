using System.Text.Json;

namespace TelegramCrm.Connectors.RequestTracker;

/// <summary>A ticket as Request Tracker holds it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">Its status; <c>deleted</c> is what a deletion leaves.</param>
/// <param name="Key">Our key; empty when its field is.</param>
/// <param name="Fields">The mapped fields that it can have.</param>
/// <param name="Tag">The name of its state, to be given back with a change; null in a list.</param>
internal sealed record Ticket(string Id, string Status, string Key, IReadOnlyDictionary<string, string> Fields, string? Tag)
{
    public bool IsDeleted => Status == "deleted";

    public RemoteRecord Remote => new(Id, FieldRevision.Of(Fields.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))));

    /// <summary>Reads it as REST 2.0 writes it, alone or in a list.</summary>
    public static Ticket Read(JsonElement json, RequestTrackerSettings settings, string? tag = null)
    {
        var custom = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in json.GetProperty("CustomFields").EnumerateArray())
            custom[field.GetProperty("name").GetString()!] = string.Join(", ", field.GetProperty("values").EnumerateArray().Select(value => value.ToString()));
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [TicketFields.Subject] = Text(json, "Subject"),
            [TicketFields.Status] = Text(json, "Status"),
            [TicketFields.Owner] = Reference(json, "Owner") is var owner && owner == TicketFields.Nobody ? "" : owner,
            [TicketFields.Queue] = Reference(json, "Queue"),
        };
        foreach (var (mapped, name) in settings.CustomFields)
            fields[mapped] = custom.GetValueOrDefault(name, "");
        return new(Text(json, "id"), Text(json, "Status"), custom.GetValueOrDefault(settings.KeyField, ""), fields, tag);
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static string Reference(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetProperty("id").ToString() : "";
}
