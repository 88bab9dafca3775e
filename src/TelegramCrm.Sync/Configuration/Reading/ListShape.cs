using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>A list of one kind of item; where that reads well, a single item may stand without brackets.</summary>
/// <param name="itemType">The items' type in .NET.</param>
/// <param name="item">What each looks like.</param>
internal sealed class ListShape(Type itemType, Shape item) : Shape
{
    /// <summary>Whether one item may stand alone.</summary>
    public bool OneMayStandAlone { get; init; }

    /// <summary>How many there must be at least.</summary>
    public int Least { get; init; }

    /// <inheritdoc/>
    public override string Example => OneMayStandAlone ? item.Example : $"[{item.Example}]";

    /// <inheritdoc/>
    public override object? Read(LocatedJson json, FileReading reading)
    {
        IEnumerable<LocatedJson> items = json.Members.Select(member => member.Value);
        if (OneMayStandAlone && json.Kind != JsonValueKind.Array) items = [json];
        else if (!Is(JsonValueKind.Array, json, reading)) return null;
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(itemType))!;
        var before = reading.Problems.Count;
        foreach (var element in items)
            if (item.Read(element, reading) is { } value) list.Add(value);
        if (reading.Problems.Count == before && list.Count < Least) reading.Report(json, $"has {list.Count} entries", $"{Least} or more are needed: write {Example}");
        return reading.Problems.Count == before ? list : null;
    }

    /// <inheritdoc/>
    public override JsonObject Schema(SchemaWords words)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = item.Schema(words) };
        if (Least > 0) list["minItems"] = Least;
        return OneMayStandAlone ? new() { ["oneOf"] = new JsonArray(item.Schema(words), list) } : list;
    }

    /// <inheritdoc/>
    public override JsonNode? Write(object value)
    {
        var items = ((IEnumerable)value).Cast<object>().Select(item.Write).ToArray();
        return items.Length > 0 ? new JsonArray(items) : null;
    }
}
