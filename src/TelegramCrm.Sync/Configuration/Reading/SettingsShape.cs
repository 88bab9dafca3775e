using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>The settings of a connector: any JSON, in which secrets and addresses are held to the same rules as everywhere.</summary>
internal sealed class SettingsShape : Shape
{
    /// <inheritdoc/>
    public override string Example => "{ }";

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading)
    {
        if (!Is(JsonValueKind.Object, json, reading)) return null;
        var before = reading.Problems.Count;
        var secrets = new List<Secret>();
        var settings = Object(json, secrets, reading);
        return reading.Problems.Count == before ? new ConnectorSettings(settings, reading.Folder, secrets) : null;
    }

    /// <inheritdoc/>
    public override object? Absent(LocatedJson key, object? initial, FileReading reading) => new ConnectorSettings([], reading.Folder);

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words) => new()
    {
        ["type"] = "object",
        ["patternProperties"] = new JsonObject { [Secrets.KeyPattern] = new JsonObject { ["type"] = "string", ["pattern"] = Secrets.Pattern } },
    };

    private static JsonObject Object(LocatedJson json, List<Secret> secrets, FileReading reading)
    {
        var mayBeInsecure = json["allowInsecure"]?.Kind == JsonValueKind.True;
        var settings = new JsonObject();
        foreach (var (name, value) in json.Members) settings[name] = Node(name, value, mayBeInsecure, secrets, reading);
        return settings;
    }

    private static JsonNode? Node(string name, LocatedJson json, bool mayBeInsecure, List<Secret> secrets, FileReading reading) => json.Kind switch
    {
        JsonValueKind.Object => Object(json, secrets, reading),
        JsonValueKind.Array => new JsonArray([.. json.Members.Select(item => Node(name, item.Value, mayBeInsecure, secrets, reading))]),
        _ when Secrets.IsNamedBy(name) || Secrets.IsReference(json.Text) => Revealed(Secrets.Shape.Read(json, reading) as Secret, secrets),
        JsonValueKind.String => Text(json, mayBeInsecure, reading),
        JsonValueKind.Number => JsonNode.Parse(json.Text),
        JsonValueKind.Null => null,
        _ => json.Kind == JsonValueKind.True,
    };

    private static string? Revealed(Secret? secret, List<Secret> secrets)
    {
        if (secret is not null) secrets.Add(secret);
        return secret?.Reveal();
    }

    private static string Text(LocatedJson json, bool mayBeInsecure, FileReading reading)
    {
        if (!mayBeInsecure && Addresses.IsInsecure(json.Text)) reading.Report(json, Addresses.Insecure, Addresses.InsecureRemedy);
        return json.Text;
    }
}
