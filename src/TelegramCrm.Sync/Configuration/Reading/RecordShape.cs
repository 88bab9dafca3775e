using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>An object with known keys: the properties of a record.</summary>
internal sealed class RecordShape : Shape
{
    private readonly ConstructorInfo constructor;
    private readonly IReadOnlyList<RecordKey> keys;

    /// <summary>Describes the objects that a record is read from.</summary>
    public RecordShape(Type type)
    {
        constructor = type.GetConstructors().Single();
        keys = RecordKey.Of(type, constructor);
    }

    /// <inheritdoc/>
    public override string Example => keys.Any(key => key.IsRequired)
        ? $"{{ {string.Join(", ", keys.Where(key => key.IsRequired).Select(key => $"\"{key.Name}\": {key.Shape.Example}"))} }}"
        : "{ }";

    /// <summary>Whether there is a key of that name.</summary>
    public bool Knows(string name) => keys.Any(key => key.Name == name);

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading)
    {
        if (!Is(JsonValueKind.Object, json, reading)) return null;
        var before = reading.Problems.Count;
        ReportUnknownKeys(json, reading);
        var values = keys.ToDictionary(key => key.Name, key => key.Read(json, reading));
        ReportInsecureAddresses(json, values, reading);
        return reading.Problems.Count == before ? Make(values) : null;
    }

    /// <inheritdoc/>
    public override object? Absent(LocatedJson key, object? initial, FileReading reading) =>
        initial is null ? null : Read(key with { Kind = JsonValueKind.Object }, reading);

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words)
    {
        var properties = new JsonObject();
        foreach (var key in keys) properties[key.Name] = key.Schema(words);
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        var required = keys.Where(key => key.IsRequired).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        return schema;
    }

    private void ReportUnknownKeys(LocatedJson json, FileReading reading)
    {
        var known = keys.Select(key => key.Name).ToList();
        foreach (var (name, member) in json.Members.Where(member => !known.Contains(member.Name)))
            if (json.Path.Length > 0 || name != "$schema")
                reading.Report(member, "is not a known key", NearestText.Remedy(name, known));
    }

    private object Make(Dictionary<string, object?> values)
    {
        var record = constructor.Invoke([.. constructor.GetParameters().Select(parameter => values[RecordKey.NameOf(parameter.Name!)])]);
        foreach (var key in keys.Where(key => !key.IsParameter)) key.Property.SetValue(record, values[key.Name]);
        return record;
    }

    private static void ReportInsecureAddresses(LocatedJson json, Dictionary<string, object?> values, FileReading reading)
    {
        if (values.GetValueOrDefault("allowInsecure") is true) return;
        foreach (var (name, value) in values)
            if (value is Uri { Scheme: "http", IsLoopback: false } && json[name] is { } written)
                reading.Report(written, Addresses.Insecure, Addresses.InsecureRemedy);
    }
}
