using System.Security.Cryptography;
using System.Text;

namespace TelegramCrm.Connectors;

/// <summary>
/// A revision made of a record's fields, for a target whose own revision moves with every comment or does not exist: a short hash of each field. Two of them are compared in
/// the fields that are mapped, so that what others write into the rest is theirs.
/// </summary>
public static class FieldRevision
{
    private const int HashBytes = 6;

    /// <summary>The revision of a record as the target holds it.</summary>
    /// <param name="fields">Mapped names, of letters, digits and <c>_</c>, with the values that the target holds; null and empty text are the same.</param>
    public static string Of(IEnumerable<KeyValuePair<string, string?>> fields) =>
        string.Join(';', fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={Hash(field.Value ?? "")}"));

    /// <summary>Whether one of the fields is another in the two revisions. A field that either does not know is not compared, and revisions that are not made here are compared as they are.</summary>
    /// <param name="before">The one.</param>
    /// <param name="now">The other.</param>
    /// <param name="mapped">The fields that count.</param>
    public static bool Differ(string before, string now, IEnumerable<string> mapped)
    {
        if (Read(before) is not { } old || Read(now) is not { } fresh)
            return before != now;
        return mapped.Any(field => old.TryGetValue(field, out var was) && fresh.TryGetValue(field, out var value) && was != value);
    }

    private static string Hash(string value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, HashBytes));

    private static Dictionary<string, string>? Read(string revision)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in revision.Split(';'))
        {
            if (pair.Split('=') is not [var name, { Length: HashBytes * 2 } hash] || !fields.TryAdd(name, hash))
                return null;
        }
        return fields;
    }
}
