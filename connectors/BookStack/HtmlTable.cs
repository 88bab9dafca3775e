using System.Net;
using System.Text;
using System.Text.Json;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>A record as an HTML table in one line, the summary as its caption. In one line, because in a Markdown page an empty line would end it.</summary>
internal static class HtmlTable
{
    public static string Render(PushRecord record, string id)
    {
        var rows = RowsOf(record);
        var html = new StringBuilder($"<table id=\"{id}\">");
        if (record.Fields.TryGetValue("summary", out var summary) && summary.ValueKind != JsonValueKind.Null)
            html.Append("<caption>").Append(Cell(summary)).Append("</caption>");
        if (rows.Count > 0)
            html.Append("<thead><tr>").AppendJoin("", rows[0].EnumerateObject().Select(heading => $"<th>{Escape(heading.Name)}</th>")).Append("</tr></thead>");
        html.Append("<tbody>");
        foreach (var row in rows)
            html.Append("<tr>").AppendJoin("", row.EnumerateObject().Select(cell => $"<td>{Cell(cell.Value)}</td>")).Append("</tr>");
        return html.Append("</tbody></table>").ToString();
    }

    private static List<JsonElement> RowsOf(PushRecord record) => record.Fields["rows"] switch
    {
        { ValueKind: JsonValueKind.Null } => [],
        { ValueKind: JsonValueKind.Array } rows when rows.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object) => [.. rows.EnumerateArray()],
        _ => throw new RecordRefusedException(record.Key, "rows is not a list of rows", "make it one in the model: list({'Heading': column, …} order by …)") { Field = "rows" },
    };

    private static string Cell(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => Escape(value.GetString()!),
        JsonValueKind.Object when value.TryGetProperty("text", out var text) && value.TryGetProperty("url", out var url) => Link(text.ToString(), url.ToString()),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Cell)),
        _ => Escape(value.GetRawText()),
    };

    private static string Link(string text, string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? $"<a href=\"{WebUtility.HtmlEncode(address.AbsoluteUri)}\">{Escape(text)}</a>"
        : Escape(text);

    private static string Escape(string text) => WebUtility.HtmlEncode(Printable(text.Replace("\r\n", "\n", StringComparison.Ordinal)))
        .Replace("{@", "{<wbr>@", StringComparison.Ordinal) // BookStack puts another page in place of {{@12}}
        .Replace("\r", "<br>", StringComparison.Ordinal).Replace("\n", "<br>", StringComparison.Ordinal);

    private static string Printable(string text) => text.Any(IsForbidden) ? new string([.. text.Select(letter => IsForbidden(letter) ? '\ufffd' : letter)]) : text;

    private static bool IsForbidden(char letter) => (char.IsControl(letter) && letter is not ('\t' or '\r' or '\n')) || letter is '\ufffe' or '\uffff';
}
