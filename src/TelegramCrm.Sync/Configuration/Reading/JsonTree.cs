using System.Text;
using System.Text.Json;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>Reads JSON with comments and trailing commas into values that know their place.</summary>
/// <param name="utf8">The file, without a byte order mark.</param>
/// <param name="reading">Takes the problems.</param>
internal ref struct JsonTree(ReadOnlySpan<byte> utf8, FileReading reading)
{
    private readonly ReadOnlySpan<byte> utf8 = utf8;
    private Utf8JsonReader reader = new(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    private int line = 1;
    private int counted;

    /// <summary>The root, or null when the file is no JSON, which is then reported.</summary>
    public static LocatedJson? Read(ReadOnlySpan<byte> file, FileReading reading)
    {
        if (file.StartsWith(Encoding.UTF8.Preamble)) file = file[Encoding.UTF8.Preamble.Length..];
        if (!System.Text.Unicode.Utf8.IsValid(file))
        {
            reading.Report(LocatedJson.Nowhere, "is not UTF-8", "save it in that encoding");
            return null;
        }
        try
        {
            var tree = new JsonTree(file, reading);
            tree.reader.Read();
            var root = tree.Value("");
            tree.reader.Read(); // throws when something follows
            return root;
        }
        catch (JsonException broken)
        {
            var what = broken.Message.Split(" LineNumber:")[0].TrimEnd('.');
            reading.Report(LocatedJson.Nowhere with { Line = (int)(broken.LineNumber ?? 0) + 1 }, $"is not JSON: {what}", "mend this line or the one before it");
            return null;
        }
    }

    private LocatedJson Value(string path)
    {
        var at = Line();
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => new(path, at, JsonValueKind.Object, "", Members(path)),
            JsonTokenType.StartArray => new(path, at, JsonValueKind.Array, "", Items(path)),
            JsonTokenType.String => new(path, at, JsonValueKind.String, Text(), []),
            JsonTokenType.Number => new(path, at, JsonValueKind.Number, Encoding.UTF8.GetString(reader.ValueSpan), []),
            JsonTokenType.True => new(path, at, JsonValueKind.True, "", []),
            JsonTokenType.False => new(path, at, JsonValueKind.False, "", []),
            _ => new(path, at, JsonValueKind.Null, "", []),
        };
    }

    private List<(string, LocatedJson)> Members(string path)
    {
        var members = new List<(string Name, LocatedJson Value)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = Text();
            reader.Read();
            var value = Value(path.Length == 0 ? name : $"{path}.{name}");
            if (members.Exists(member => member.Name == name)) reading.Report(value, "stands here a second time", "keep one of the two");
            else members.Add((name, value));
        }
        return members;
    }

    private List<(string, LocatedJson)> Items(string path)
    {
        var items = new List<(string, LocatedJson)>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(("", Value($"{path}[{items.Count}]")));
        return items;
    }

    /// <summary>The current string. An escaped lone surrogate is no text.</summary>
    private readonly string Text()
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException half)
        {
            throw new JsonException("a text holds half of a surrogate pair", path: null, line - 1, bytePositionInLine: null, half);
        }
    }

    private int Line()
    {
        var start = (int)reader.TokenStartIndex;
        line += utf8[counted..start].Count((byte)'\n');
        counted = start;
        return line;
    }
}
