using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.SqlStaging;

/// <summary>The types that new columns are made with.</summary>
internal static partial class ColumnType
{
    /// <summary>What may be asked for in the settings.</summary>
    public static IReadOnlyList<string> Known { get; } =
        ["text", "bigint", "integer", "numeric", "double precision", "boolean", "date", "timestamp with time zone", "uuid", "jsonb"];

    /// <summary>The type for values of one field.</summary>
    /// <param name="field">Its name: text is taken for an instant only in a field called <c>…_at</c>, and for a date only in <c>day</c>, <c>…_day</c>, <c>…_date</c> or <c>…_on</c>, or a
    /// subject that reads "2026-03-14" would make a column that takes no other.</param>
    /// <param name="values">Values that are not null.</param>
    /// <returns>Null while there is no value to tell.</returns>
    public static string? For(string field, IReadOnlyCollection<JsonElement> values)
    {
        var kinds = values.Select(value => value.ValueKind).Distinct().ToList();
        return kinds switch
        {
            [] => null,
            [JsonValueKind.Number] => "numeric", // the first numbers may be whole ones, and later ones not
            _ when kinds.TrueForAll(kind => kind is JsonValueKind.True or JsonValueKind.False) => "boolean",
            _ when kinds.TrueForAll(kind => kind is JsonValueKind.Object or JsonValueKind.Array) => "jsonb",
            [JsonValueKind.String] when field.EndsWith("_at", StringComparison.Ordinal) && values.All(value => Instant().IsMatch(value.GetString()!)) => "timestamp with time zone",
            [JsonValueKind.String] when IsDay(field) && values.All(value => Date().IsMatch(value.GetString()!)) => "date",
            _ => "text",
        };
    }

    private static bool IsDay(string field) => field is "day" or "date" ||
        ((string[])["_day", "_date", "_on"]).Any(ending => field.EndsWith(ending, StringComparison.Ordinal));

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Instant();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\d$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Date();
}
