using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>An object whose keys are chosen by who writes it, such as dates, or come from a short list, such as weekdays.</summary>
/// <param name="key">What a key looks like; its example and schema speak of texts.</param>
/// <param name="keyType">The keys' type in .NET.</param>
/// <param name="value">What a value looks like.</param>
/// <param name="valueType">The values' type in .NET.</param>
internal sealed class MapShape(Shape key, Type keyType, Shape value, Type valueType) : Shape
{
    /// <inheritdoc/>
    public override string Example => $"{{ {key.Example}: {value.Example} }}";

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading)
    {
        if (!Is(JsonValueKind.Object, json, reading)) return null;
        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(keyType, valueType))!;
        foreach (var (name, member) in json.Members)
        {
            var (at, of) = (key.Read(member with { Kind = JsonValueKind.String, Text = name }, reading), value.Read(member, reading));
            if (at is not null && of is not null) map[at] = of;
        }
        return map.Count == json.Members.Count ? map : null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words)
    {
        var names = key.Schema(words);
        names.Remove("type"); // a key is always a text
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = value.Schema(words) };
        if (names.Count > 0) schema["propertyNames"] = names;
        return schema;
    }
}
