using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Values as Tryton's JSON writes them.</summary>
internal static class TrytonValue
{
    /// <summary>A day.</summary>
    public static JsonObject Day(DateOnly day) => new() { ["__class__"] = "date", ["year"] = day.Year, ["month"] = day.Month, ["day"] = day.Day };

    /// <summary>A length of time.</summary>
    public static JsonObject Duration(double seconds) => new() { ["__class__"] = "timedelta", ["seconds"] = seconds };

    /// <summary>Text for a field of one line: Tryton refuses line breaks and tabs there.</summary>
    public static string Line(string text) => string.Create(text.Length, text, (line, given) =>
    {
        for (var index = 0; index < given.Length; index++)
            line[index] = char.IsControl(given[index]) ? ' ' : given[index];
    });

    /// <summary>A value as text, the same for what is sent and for what is read: Tryton reads whole seconds as 3600.0 and some truths as 1.</summary>
    public static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object => string.Join('|', value.EnumerateObject().OrderBy(part => part.Name, StringComparer.Ordinal).Select(part => Canonical(part.Value))),
        _ => "",
    };

    /// <summary>A UUID that follows from a text (version 5, RFC 9562), so that the same hours have the same one whenever they are sent.</summary>
    public static string Uuid(string text)
    {
        // The namespace is a random UUID of this connector's own; under another one, all lines would be written anew.
        var name = Convert.FromHexString("6f0c3a2e94b84a5f8d7b1e52c6a9f013").Concat(Encoding.UTF8.GetBytes(text)).ToArray();
#pragma warning disable CA5350 // the standard says SHA-1, and nothing is kept secret by it
        var hash = SHA1.HashData(name).AsSpan(0, 16).ToArray();
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0f) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }
}
