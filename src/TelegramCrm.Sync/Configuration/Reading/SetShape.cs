using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>A list in which order and repetition mean nothing.</summary>
/// <param name="itemType">The items' type in .NET.</param>
/// <param name="items">The list it is written as.</param>
internal sealed class SetShape(Type itemType, ListShape items) : Shape
{
    /// <inheritdoc/>
    public override string Example => items.Example;

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading) =>
        items.Read(json, reading) is { } list ? Activator.CreateInstance(typeof(HashSet<>).MakeGenericType(itemType), list) : null;

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words) => items.Schema(words);
}
