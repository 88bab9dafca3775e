using System.Globalization;
using System.Text.Json;

namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>Points at a value in JSON: RFC 6901.</summary>
internal static class JsonPointer
{
    /// <summary>The value; null when it is not there, or JSON null.</summary>
    /// <param name="root">Where the way begins.</param>
    /// <param name="pointer">The way, as <c>/data/0/title</c>; null or empty for the root itself.</param>
    public static JsonElement? Find(JsonElement root, string? pointer)
    {
        var found = root;
        foreach (var step in (pointer ?? "").Split('/').Skip(1).Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (found.ValueKind == JsonValueKind.Object && found.TryGetProperty(step, out var member))
                found = member;
            else if (found.ValueKind == JsonValueKind.Array && int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < found.GetArrayLength())
                found = found[index];
            else
                return null;
        }
        return found.ValueKind == JsonValueKind.Null ? null : found;
    }

    /// <summary>A text or a number, as text; null when it is not there.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static string? Text(JsonElement root, string pointer) => Find(root, pointer) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => throw new FormatException($"{pointer} is no text"),
    };

    /// <summary>Texts; none when they are not there.</summary>
    /// <exception cref="FormatException">It is something else than an array of texts.</exception>
    public static IReadOnlyList<string> Texts(JsonElement root, string pointer) => Find(root, pointer) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw new FormatException($"{pointer} is no array of texts"))],
        _ => throw new FormatException($"{pointer} is no array of texts"),
    };
}
