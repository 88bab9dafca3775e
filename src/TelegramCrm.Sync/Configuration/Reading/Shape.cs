using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>What a value in the file may look like: how it is read, and how the JSON Schema says so.</summary>
internal abstract class Shape
{
    /// <summary>A value that would do, as JSON, for remedies.</summary>
    public abstract string Example { get; }

    /// <summary>The value, or null after reporting at least one problem.</summary>
    public abstract object? Read(LocatedJson json, FileReading reading);

    /// <summary>What stands for a key that was left out.</summary>
    /// <param name="key">Where it would stand.</param>
    /// <param name="initial">The property's initial value.</param>
    /// <param name="reading">What paths are relative to.</param>
    public virtual object? Absent(LocatedJson key, object? initial, FileReading reading) => initial;

    /// <summary>The JSON Schema of this shape.</summary>
    public abstract JsonObject Schema(SchemaWords words);

    /// <summary>A value as it would be written in the file, for the schema's defaults; null when there is nothing to write.</summary>
    public virtual JsonNode? Write(object value) => null;

    /// <summary>Whether the value is of this kind; reports it otherwise, without repeating it: it may be a secret.</summary>
    protected bool Is(JsonValueKind kind, LocatedJson json, FileReading reading)
    {
        if (json.Kind == kind) return true;
        reading.Report(json, $"is {Name(json.Kind)} where {Name(kind)} is expected", $"write {Example}");
        return false;
    }

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };
}
