using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>true or false.</summary>
internal sealed class FlagShape : Shape
{
    /// <inheritdoc/>
    public override string Example => "true";

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading) =>
        json.Kind == JsonValueKind.False ? false : Is(JsonValueKind.True, json, reading) ? true : null;

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words) => new() { ["type"] = "boolean" };

    /// <inheritdoc/>
    public override JsonNode? Write(object value) => (bool)value;
}
