using System.Text.RegularExpressions;

namespace TelegramCrm.Sync.Transform;

/// <summary>
/// The comment a model opens with: <c>-- relation: description</c>, then <c>-- grain: … · key: … · rebuilt: … · inputs: … · means: …</c>.
/// Either part may run over several lines; an empty comment line ends the header.
/// </summary>
internal sealed partial record SqlHeader(string Relation, string Description, IReadOnlyDictionary<string, string> Fields)
{
    private static readonly string[] KnownFields = ["grain", "key", "rebuilt", "inputs", "means"];

    public static SqlHeader Read(string file, string text)
    {
        var comment = string.Join(' ', text.ReplaceLineEndings("\n").Split('\n')
            .TakeWhile(line => line.StartsWith("-- ", StringComparison.Ordinal))
            .Select(line => line[3..].Trim()));
        var match = Shape().Match(comment);
        if (!match.Success)
            throw new SqlFileException(file, "does not open with a header", "write `-- schema.name: what it holds`, then `-- grain: … · key: … · inputs: …`");

        return new SqlHeader(match.Groups["relation"].Value, match.Groups["description"].Value, ReadFields(file, match.Groups["fields"].Value));
    }

    public string Required(string file, string field) =>
        Fields.TryGetValue(field, out var value)
            ? value
            : throw new SqlFileException(file, $"the header has no `{field}:`", "the fields are grain, key, inputs, where not all is rebuilt each time rebuilt, and where figures are defined means");

    public Rebuilt ReadRebuilt(string file) => Fields.GetValueOrDefault("rebuilt") switch
    {
        null => Rebuilt.Whole,
        "by ticket" => Rebuilt.ByTicket,
        "by day" => Rebuilt.ByDay,
        var other => throw new SqlFileException(file, $"the header says `rebuilt: {other}`", "write `by ticket` or `by day`, or leave it out for a relation that is rebuilt whole"),
    };

    public static IReadOnlyList<string> List(string value) => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, string> ReadFields(string file, string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in text.Split('·', StringSplitOptions.TrimEntries))
        {
            var colon = field.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? field : field[..colon].Trim();
            if (colon < 0 || !KnownFields.Contains(name) || !fields.TryAdd(name, field[(colon + 1)..].Trim()))
                throw new SqlFileException(file, $"the header says `{field}`", $"each of {string.Join(", ", KnownFields)} stands once, as `name: value`, with ` · ` between them");
        }
        return fields;
    }

    [GeneratedRegex(@"^(?<relation>[^\s:]+): (?<description>.+?) (?<fields>grain: .+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();
}
