using System.Text.Json;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>
/// What the state of a record is called: a hash of each field that may be mapped, as <c>name:3f9a01b2c4 party:…</c>. Tryton's own time of the last change moves with
/// every field of a record, also with those that are none of our business.
/// </summary>
internal static class Revision
{
    /// <summary>Of a record that was read.</summary>
    public static string Of(ITrytonKind kind, JsonElement present) =>
        string.Join(' ', kind.Fields.Select(field => $"{field.Key}:{TrytonValue.Hash(present.GetProperty(field.Value))}"));

    /// <summary>Whether a field that is mapped now is another one than it was.</summary>
    /// <param name="known">What we wrote or found last; null when nobody knows.</param>
    /// <param name="present">What is there.</param>
    /// <param name="mapped">The fields that are about to be written.</param>
    public static bool Differs(string? known, string present, IEnumerable<string> mapped) =>
        known is not null && Parts(known).Except(Parts(present)).Any(part => mapped.Contains(part.Split(':')[0]));

    private static string[] Parts(string revision) => revision.Split(' ');
}
