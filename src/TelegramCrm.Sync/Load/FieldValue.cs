using System.Text.Json;
using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>Checks single values: a value of another kind than promised is refused, never coerced.</summary>
internal static class FieldValue
{
    public static void RequireText(ref Utf8JsonReader reader, string path, Field field) =>
        Require(reader.TokenType == JsonTokenType.String, path, field, "not a string");

    public static void RequireInteger(ref Utf8JsonReader reader, string path, Field field) =>
        Require(reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out _), path, field, "not a whole number of 64 bits");

    public static bool ReadFlag(ref Utf8JsonReader reader, string path, Field field)
    {
        Require(reader.TokenType is JsonTokenType.True or JsonTokenType.False, path, field, "not true or false");
        return reader.GetBoolean();
    }

    public static void RequireTexts(ref Utf8JsonReader reader, string path, Field field)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, path, field, "not a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            Require(reader.TokenType == JsonTokenType.String, path, field, "not a list of strings");
    }

    public static void ReadElements(ref Utf8JsonReader reader, string path, Field field, List<Range> elements)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, path, field, "not a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(start..(int)reader.BytesConsumed);
        }
    }

    /// <summary>Reads an instant, and refuses one without an offset: .NET would read it in this machine's zone.</summary>
    public static Instant ReadInstant(ref Utf8JsonReader reader, string path, Field field)
    {
        Require(reader.TokenType == JsonTokenType.String, path, field, "not an RFC 3339 instant");
        var text = reader.ValueSpan;
        var hasOffset = text.Length > 10 && (text[^1] is (byte)'Z' or (byte)'z' || text[10..].IndexOfAny("+-"u8) >= 0);
        Require(hasOffset, path, field, "an instant without an offset");
        Require(reader.TryGetDateTimeOffset(out var instant), path, field, "not an RFC 3339 instant");
        return Instant.FromDateTimeOffset(instant);
    }

    private static void Require(bool condition, string path, Field field, string otherwise)
    {
        if (!condition)
            throw new MalformedRecordException(path + field.Name, otherwise);
    }
}
