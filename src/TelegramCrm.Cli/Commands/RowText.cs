using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Cli.Commands;

/// <summary>Rows as text: a table's cell, CSV (RFC 4180) or a JSON list of objects. NULL is an empty cell, or null.</summary>
internal static class RowText
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all rows as they come.</summary>
    /// <param name="rows">The answer.</param>
    /// <param name="format">csv or json.</param>
    /// <param name="output">Where to.</param>
    public static void Write(SnapshotRows rows, string format, TextWriter output)
    {
        if (format == "json")
            WriteJson(rows, output);
        else
            WriteCsv(rows, output);
    }

    /// <summary>A value as a person reads it.</summary>
    public static string Of(object? value) => value switch
    {
        null => "",
        string text => text,
        bool flag => flag ? "true" : "false",
        Instant instant => InstantPattern.ExtendedIso.Format(instant),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        IDictionary or IEnumerable => JsonSerializer.Serialize(Plain(value), Json),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static void WriteCsv(SnapshotRows rows, TextWriter output)
    {
        output.Write($"{string.Join(',', rows.Columns.Select(Quote))}\r\n");
        foreach (var row in rows.Read())
            output.Write($"{string.Join(',', row.Select(value => Quote(Of(value))))}\r\n");
    }

    private static void WriteJson(SnapshotRows rows, TextWriter output)
    {
        output.Write('[');
        var separator = "\n";
        foreach (var row in rows.Read())
        {
            var record = rows.Columns.Zip(row, (column, value) => KeyValuePair.Create(column, Plain(value)));
            output.Write(separator + JsonSerializer.Serialize(new Dictionary<string, object?>(record), Json));
            separator = ",\n";
        }
        output.WriteLine("\n]");
    }

    private static object? Plain(object? value) => value switch
    {
        null or string or bool or byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal => value,
        IDictionary map => map.Cast<DictionaryEntry>().ToDictionary(entry => Of(entry.Key), entry => Plain(entry.Value)),
        IEnumerable list and not byte[] => list.Cast<object?>().Select(Plain).ToList(),
        _ => Of(value),
    };

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
