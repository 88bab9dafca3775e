using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>The targets of an SLA policy, by metric.</summary>
internal sealed class TargetsShape : Shape
{
    private static readonly MapShape Map = new(
        Shapes.OneOf("first_response", "next_reply", "resolution"), typeof(string),
        new ScalarShape(JsonValueKind.String, "\"4h\"", (text, _) => TargetText.Parse(text), new() { ["pattern"] = TargetText.Pattern }), typeof((long, bool)));

    /// <inheritdoc/>
    public override string Example => Map.Example;

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading) =>
        (Map.Read(json, reading) as Dictionary<string, (long Seconds, bool BusinessTime)>)?
            .Select(target => new SlaTarget(target.Key, target.Value.Seconds, target.Value.BusinessTime)).ToList();

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words) => Map.Schema(words);
}
