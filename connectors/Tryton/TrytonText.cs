using System.Text.Json;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Reads text from the fields of a record.</summary>
internal static class TrytonText
{
    /// <summary>A field's text on one line; null when there is none.</summary>
    /// <exception cref="RecordRefusedException">It is something else than text.</exception>
    public static string? Of(PushRecord record, string field) => !record.Fields.TryGetValue(field, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } text => TrytonValue.Line(text),
        JsonValueKind.String or JsonValueKind.Null => null,
        _ => throw new RecordRefusedException(record.Key, $"{value.GetRawText()} is no text", "cast it to text in the model") { Field = field },
    };

    /// <summary>The key, if it can stand in a field of Tryton as it is.</summary>
    /// <exception cref="RecordRefusedException">It can't.</exception>
    public static string Key(PushRecord record) => record.Key.Value.Any(char.IsControl)
        ? throw new RecordRefusedException(record.Key, "the key has a line break or another control character", "make the key of other characters in the model")
        : record.Key.Value;
}
