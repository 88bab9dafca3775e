using System.Text;

namespace TelegramCrm.Connectors.FileDrop;

/// <summary>The grammar of RFC 4180: cells parted by commas, rows ended by CR LF, quotes doubled inside quotes.</summary>
internal static class CsvText
{
    /// <summary>A cell as it is written. Empty text is quoted, so that it is not taken for null.</summary>
    public static string Quote(string cell) => cell.Length == 0 || cell.AsSpan().ContainsAny(",\"\r\n") || cell[0] == ' ' || cell[^1] == ' '
        ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : cell;

    public static void AppendRow(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells).Append("\r\n");

    /// <summary>The rows of a CSV with their cells; null and empty text are both empty here.</summary>
    public static IEnumerable<IReadOnlyList<string>> Read(string text)
    {
        var row = new List<string>();
        for (var position = 0; position < text.Length;)
        {
            row.Add(ReadCell(text, ref position));
            if (position < text.Length && text[position++] == ',')
                continue;
            if (position < text.Length && text[position] == '\n')
                position++; // the second half of CR LF
            yield return row;
            row = [];
        }
    }

    private static string ReadCell(string text, ref int position)
    {
        if (position >= text.Length || text[position] != '"')
            return ReadUntil(text, ref position, ",\r\n");
        var cell = new StringBuilder();
        position++;
        while (true)
        {
            cell.Append(ReadUntil(text, ref position, "\""));
            position++; // the quote
            if (position >= text.Length || text[position] != '"')
                return cell.ToString();
            cell.Append('"');
            position++;
        }
    }

    private static string ReadUntil(string text, ref int position, string ends)
    {
        var length = text.AsSpan(position).IndexOfAny(ends);
        var found = text.Substring(position, length < 0 ? text.Length - position : length);
        position += found.Length;
        return found;
    }
}
