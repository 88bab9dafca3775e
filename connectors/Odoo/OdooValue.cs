using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>Values as Odoo writes them.</summary>
internal static class OdooValue
{
    /// <summary>Hours with six digits: a second is 0.000278 of them.</summary>
    public static string Hours(double seconds) => Math.Round(seconds / 3600, 6).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A value that was read, as the text that a load would be given: a reference is its id, and false stands for nothing.</summary>
    public static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() > 0 ? value[0].GetRawText() : "",
        JsonValueKind.Number => Math.Round(value.GetDouble(), 6).ToString("0.######", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "True",
        _ => "",
    };

    /// <summary>A hash of each field that may be mapped, as <c>name:3f9a01b2c4 partner:…</c>: Odoo's own time of the last change moves with every field of a record.</summary>
    public static string Revision(OdooKind kind, JsonElement present) => string.Join(' ', kind.Fields.Where(field => present.TryGetProperty(field.ReadAs, out _)).Select(field =>
        $"{field.Name}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(present.GetProperty(field.ReadAs)))).AsSpan(0, 5))}"));

    /// <summary>Whether a field that is mapped now is another one than it was.</summary>
    public static bool Differs(string? known, string present, IEnumerable<string> mapped) =>
        known is not null && known.Split(' ').Except(present.Split(' ')).Any(part => mapped.Contains(part.Split(':')[0]));
}
