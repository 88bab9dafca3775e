using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace TelegramCrm.Sync.Propagation.Sources;

/// <summary>The YAML between two lines of <c>---</c> at the head of a Markdown file: names with a text, or a list of texts. A value is taken as it is written: <c>no</c> is a language.</summary>
internal sealed class FrontMatter
{
    private const string Fence = "---";

    private readonly Dictionary<string, IReadOnlyList<string>> values = new(StringComparer.Ordinal);

    /// <summary>What stands below it.</summary>
    public required string Body { get; init; }

    /// <summary>Reads the head of a file.</summary>
    /// <param name="text">The file.</param>
    /// <exception cref="FormatException">There is none, or it is no YAML of that kind.</exception>
    public static FrontMatter Read(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var end = lines[0].TrimEnd() == Fence ? Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence) : -1;
        if (end < 0)
            throw new FormatException(lines[0].TrimEnd() == Fence ? "the front matter has no end: no second line of ---" : "has no front matter: its first line is not ---");
        var front = new FrontMatter { Body = string.Join('\n', lines[(end + 1)..]) };
        try
        {
            front.Parse(string.Join('\n', lines[1..end]));
        }
        catch (YamlException broken)
        {
            throw new FormatException($"line {broken.Start.Line + 1}: {broken.Message}", broken); // the fence is line 1
        }
        return front;
    }

    /// <summary>A value that is one text; null when it is missing or empty.</summary>
    /// <exception cref="FormatException">It is a list.</exception>
    public string? Text(string name) => values.GetValueOrDefault(name) switch
    {
        null or [] or [""] => null,
        [var text] => text,
        _ => throw new FormatException($"{name} is a list, and must be one text"),
    };

    /// <summary>A value that may be several texts.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. values.GetValueOrDefault(name, []).Where(text => text.Length > 0)];

    // Event by event, and never deeper than a list in a mapping: a file that nests without end ends nothing but itself.
    private void Parse(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            return; // nothing but comments
        if (!parser.TryConsume<MappingStart>(out _))
            throw new FormatException("the front matter is no list of names and values");
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var name = parser.TryConsume<Scalar>(out var key) ? key.Value : throw Odd("the front matter", parser);
            if (!values.TryAdd(name, ReadValue(name, parser)))
                throw new FormatException($"{name} stands twice in the front matter");
        }
        parser.Consume<DocumentEnd>();
        if (!parser.TryConsume<StreamEnd>(out _))
            throw new FormatException("the front matter is more than one YAML document");
    }

    private static List<string> ReadValue(string name, Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var one))
            return [IsNull(one) ? "" : one.Value];
        if (!parser.TryConsume<SequenceStart>(out _))
            throw Odd(name, parser);
        var items = new List<string>();
        while (!parser.TryConsume<SequenceEnd>(out _))
            items.Add(parser.TryConsume<Scalar>(out var item) ? item.Value : throw Odd(name, parser));
        return items;
    }

    private static bool IsNull(Scalar scalar) => scalar is { IsPlainImplicit: true, Style: ScalarStyle.Plain, Value: "" or "~" or "null" };

    private static FormatException Odd(string name, Parser parser) => new($"line {parser.Current?.Start.Line + 1}: {name} is nested; write a text, or a list of texts");
}
