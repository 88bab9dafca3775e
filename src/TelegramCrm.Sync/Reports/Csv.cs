using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Reports;

/// <summary>
/// Rows as CSV (RFC 4180, UTF-8, a header line): seconds, shares and instants in full, nothing where there is no value. People open it in
/// spreadsheets, so a text that one would run as a formula has an apostrophe before it (OWASP, 'CSV Injection').
/// </summary>
internal static class Csv
{
    private const string FormulaStarts = "=+-@\t\r";

    public static string Of(ReportRows rows)
    {
        var text = new StringBuilder();
        Append(text, rows.Columns);
        foreach (var row in rows.Rows)
            Append(text, row.Values.Select(Cell));
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");

    private static string Cell(object? value) => value switch
    {
        null => "",
        Instant at => InstantPattern.ExtendedIso.Format(at),
        LocalDate day => LocalDatePattern.Iso.Format(day),
        string word when word.Length > 0 && FormulaStarts.Contains(word[0], StringComparison.Ordinal) => $"'{word}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static string Quoted(string cell) =>
        cell.AsSpan().ContainsAny(",\"\r\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
