using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>A single text or number.</summary>
internal sealed class ScalarShape : Shape
{
    private readonly JsonValueKind kind;
    private readonly Func<string, FileReading, object> parse;
    private readonly JsonObject schema;

    /// <summary>Describes a text or number.</summary>
    /// <param name="kind">Which of the two.</param>
    /// <param name="example">One that would do, as JSON.</param>
    /// <param name="parse">Reads what is written; throws <see cref="UnreadableTextException"/>.</param>
    /// <param name="schema">Its JSON Schema without the type.</param>
    public ScalarShape(JsonValueKind kind, string example, Func<string, FileReading, object> parse, JsonObject schema)
    {
        this.kind = kind;
        this.parse = parse;
        this.schema = schema;
        Example = example;
    }

    /// <inheritdoc/>
    public override string Example { get; }

    /// <summary>Turns a default back into what would be written.</summary>
    public Func<object, JsonNode?> Writer { get; init; } = value => JsonValue.Create(value.ToString());

    /// <summary>Whether a default goes through the parser too, because what it means depends on the file.</summary>
    public bool DependsOnFile { get; init; }

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading)
    {
        if (!Is(kind, json, reading)) return null;
        try
        {
            return parse(json.Text, reading);
        }
        catch (UnreadableTextException unreadable)
        {
            reading.Report(json, unreadable.What, unreadable.Remedy);
            return null;
        }
    }

    /// <inheritdoc/>
    public override object? Absent(LocatedJson key, object? initial, FileReading reading) =>
        DependsOnFile && initial is string text ? parse(text, reading) : initial;

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words)
    {
        var all = new JsonObject { ["type"] = kind == JsonValueKind.String ? "string" : "number" };
        foreach (var (name, value) in schema) all[name] = value?.DeepClone();
        return all;
    }

    /// <inheritdoc/>
    public override JsonNode? Write(object value) => Writer(value);
}
