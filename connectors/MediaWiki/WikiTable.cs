using System.Text;
using System.Text.Json;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>A record as wikitext: the summary as a paragraph, the rows as a table that readers can sort.</summary>
internal static class WikiTable
{
    public static string Render(PushRecord record)
    {
        var text = new StringBuilder();
        if (record.Fields.TryGetValue("summary", out var summary) && summary.ValueKind != JsonValueKind.Null)
            text.Append(Cell(summary)).Append('\n');
        var rows = RowsOf(record);
        if (rows.Count == 0)
            return text.ToString();
        text.Append("{| class=\"wikitable sortable\"\n");
        foreach (var heading in rows[0].EnumerateObject())
            text.Append("! ").Append(WikiText.Escape(heading.Name)).Append('\n');
        foreach (var row in rows)
        {
            text.Append("|-\n");
            foreach (var cell in row.EnumerateObject())
                text.Append(cell.Value.ValueKind == JsonValueKind.Number ? "| style=\"text-align: right\" | " : "| ").Append(Cell(cell.Value)).Append('\n');
        }
        return text.Append("|}\n").ToString();
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
        JsonValueKind.String => WikiText.Escape(value.GetString()!),
        JsonValueKind.Object when value.TryGetProperty("text", out var text) && value.TryGetProperty("url", out var url) => WikiText.Link(text.ToString(), url.ToString()),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Cell)),
        _ => WikiText.Escape(value.GetRawText()),
    };
}
