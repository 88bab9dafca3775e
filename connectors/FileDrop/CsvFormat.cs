using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.FileDrop;

/// <summary>
/// How records become CSV: RFC 4180 in UTF-8 without a byte order mark, the key first. Null is an empty cell and empty text is
/// <c>""</c>; numbers have a point and no grouping; lists and objects are JSON.
/// </summary>
internal sealed partial class CsvFormat(bool escapesFormulas)
{
    /// <summary>The first column of every file.</summary>
    public const string KeyColumn = "external_key";

    // What makes Excel, LibreOffice and Google Sheets run a cell as a formula (OWASP, 'CSV Injection').
    private const string FormulaStarts = "=+-@\t\r";

    /// <summary>Why a record can't stand in a CSV; null when it can.</summary>
    public RecordRefusedException? Refuse(PushRecord record)
    {
        if (record.Key.Value.Contains('\0') || (escapesFormulas && StartsFormula(record.Key.Value)))
            return new(record.Key, "the key would not arrive as it is: it has a NUL, or starts as a formula does", "give the key another beginning in the model, as 'T' || ticket_id");
        foreach (var (name, value) in record.Fields)
        {
            if (value.ValueKind == JsonValueKind.String && value.GetString()!.Contains('\0'))
                return new(record.Key, "contains a NUL character, at which readers of CSV stop", $"replace it in the model: replace({name}, chr(0), '')") { Field = name };
        }
        return null;
    }

    public CsvContent Write(IReadOnlyList<PushRecord> records)
    {
        var columns = (IReadOnlyList<string>)[KeyColumn, .. records[0].Fields.Keys];
        var text = new StringBuilder();
        CsvText.AppendRow(text, columns.Select(CsvText.Quote));
        foreach (var record in records)
            CsvText.AppendRow(text, [CsvText.Quote(record.Key.Value), .. record.Fields.Values.Select(Cell)]);
        return new CsvContent(columns, records.Count, Encoding.UTF8.GetBytes(text.ToString()));
    }

    private string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String when value.GetString() is var text => CsvText.Quote(escapesFormulas && StartsFormula(text!) ? $"'{text}" : text!),
        JsonValueKind.Object or JsonValueKind.Array => CsvText.Quote(value.GetRawText()),
        _ => value.GetRawText(), // true, false, or a number as JSON writes it
    };

    // A plain number is safe: a telephone number or a Telegram group's id arrives as it is.
    private static bool StartsFormula(string text) => text.Length > 0 && FormulaStarts.Contains(text[0]) && !PlainNumber().IsMatch(text);

    [GeneratedRegex(@"^[+-][0-9]+(\.[0-9]+)?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PlainNumber();
}

/// <summary>A whole CSV.</summary>
/// <param name="Columns">The names in its first line.</param>
/// <param name="Rows">How many lines follow; a quoted line break does not count.</param>
/// <param name="Bytes">The file.</param>
internal sealed record CsvContent(IReadOnlyList<string> Columns, int Rows, byte[] Bytes);
