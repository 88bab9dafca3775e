using System.Globalization;

namespace TelegramCrm.Sandbox.Records;

/// <summary>The contract's timestamps: RFC 3339 with an offset and up to six fractional digits.</summary>
internal static class Rfc3339
{
    public static string Format(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Cuts what six fractional digits cannot say.</summary>
    public static DateTimeOffset ToMicroseconds(DateTimeOffset at) => new(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);

    public static bool TryParse(string? text, out DateTimeOffset at)
    {
        at = default;
        return text is { Length: >= 20 and <= 32 } && text[10] is 'T' or 't' && HasOffset(text!)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
    }

    private static bool HasOffset(string text) => text[^1] is 'Z' or 'z' || (text[^6] is '+' or '-' && text[^3] == ':');
}
