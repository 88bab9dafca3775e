using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>What records refer to: other records of ours by external id, employees by the settings, projects by their names.</summary>
internal sealed class OdooReferences(OdooSettings settings, ILookup<string, int> projects)
{
    /// <summary>The external id of a record of ours. The key is escaped, because Odoo takes no blanks.</summary>
    public static string ExternalId(OdooSettings settings, string entity, string key) => $"{settings.Namespace}.{NameOf(entity, key)}";

    /// <summary>The external id without its first part.</summary>
    public static string NameOf(string entity, string key) => $"{entity}_{Uri.EscapeDataString(key)}";

    /// <summary>Looks up the projects that records name.</summary>
    public static async Task<OdooReferences> FindAsync(OdooSettings settings, OdooClient odoo, IEnumerable<PushRecord> records, CancellationToken cancellationToken)
    {
        var names = records.Select(record => record.Fields.GetValueOrDefault("project")).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!).Distinct().ToList();
        var found = names.Count == 0 ? [] : await odoo.SearchAsync("project.project", [new JsonArray("name", "in", new JsonArray([.. names.Select(name => (JsonNode)name)])), new JsonArray("active", "=", true)], ["name"], cancellationToken);
        return new OdooReferences(settings, found.ToLookup(project => project.GetProperty("name").GetString()!, project => project.GetProperty("id").GetInt32()));
    }

    /// <summary>Text; false for none, which empties the field.</summary>
    public static JsonNode Text(PushRecord record, string field) => record.Fields[field] switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        { ValueKind: JsonValueKind.Null } => false,
        var value => throw Refuse(record, field, $"{value.GetRawText()} is no text", "cast it to text in the model"),
    };

    /// <summary>Another record of ours.</summary>
    public JsonNode Ours(PushRecord record, string field, string entity) => Text(record, field) is JsonValue text && text.TryGetValue(out string? key) ? ExternalId(settings, entity, key) : false;

    /// <summary>A project that people have made.</summary>
    public JsonNode Project(PushRecord record, string field)
    {
        if (!Text(record, field).AsValue().TryGetValue(out string? name))
            throw Refuse(record, field, "it belongs to no project", "name one in the model");
        var found = projects[name].ToList();
        return found.Count == 1
            ? found[0].ToString(CultureInfo.InvariantCulture)
            : throw Refuse(record, field, $"Odoo has {(found.Count == 0 ? "no project" : $"{found.Count} projects")} called {name}", found.Count == 0 ? "make it in Odoo" : "give each a name of its own in Odoo");
    }

    /// <summary>The employee that an agent is.</summary>
    public JsonNode Employee(PushRecord record, string field)
    {
        if (!Text(record, field).AsValue().TryGetValue(out string? agent))
            throw Refuse(record, field, "it is nobody's", "leave such rows out in the model");
        return settings.Employees.TryGetValue(agent, out var id) ? id : throw Refuse(record, field, $"nobody knows which employee agent {agent} is", "write the employee's id into the connector's settings, under employees");
    }

    /// <summary>Hours, of seconds.</summary>
    public static JsonNode Hours(PushRecord record, string field) => record.Fields[field] is { ValueKind: JsonValueKind.Number } seconds && seconds.GetDouble() >= 0
        ? OdooValue.Hours(seconds.GetDouble())
        : throw Refuse(record, field, $"{record.Fields[field].GetRawText()} is no number of seconds", "select one of 0 or more in the model"); // Odoo would take less than nothing

    private static RecordRefusedException Refuse(PushRecord record, string field, string reason, string remedy) => new(record.Key, reason, remedy) { Field = field };
}
