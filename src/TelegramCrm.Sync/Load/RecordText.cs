using System.Text.Json;
using System.Text.Unicode;

namespace TelegramCrm.Sync.Load;

/// <summary>What text must be, to be stored: UTF-8 without lone surrogates, neither raw nor escaped, which no database takes.</summary>
internal static class RecordText
{
    /// <summary>Passes what can be stored.</summary>
    /// <param name="record">The bytes of one JSON value.</param>
    /// <exception cref="MalformedRecordException">It holds bytes or escapes that are no text.</exception>
    public static void RequireStorable(ReadOnlySpan<byte> record)
    {
        if (!Utf8.IsValid(record))
            throw new MalformedRecordException(null, "not valid UTF-8");
        if (record.IndexOf("\\ud"u8) >= 0 || record.IndexOf("\\uD"u8) >= 0)
            RequirePairs(record);
    }

    private static void RequirePairs(ReadOnlySpan<byte> record)
    {
        var reader = new Utf8JsonReader(record);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw new MalformedRecordException(null, "an escaped surrogate has no partner");
            }
        }
    }
}
