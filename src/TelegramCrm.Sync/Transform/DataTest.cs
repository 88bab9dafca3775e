using System.Text.RegularExpressions;

namespace TelegramCrm.Sync.Transform;

/// <summary>A query for rows that must not exist.</summary>
/// <param name="Name">The file's name without its ending, or the relation and <c>.key</c> for a test that a header asks for.</param>
/// <param name="File">Where it comes from, from the SQL folder on.</param>
/// <param name="RowsMean">What is wrong when the query returns a row, and what it spoils.</param>
/// <param name="Query">One select, which the duckdb shell runs as it is.</param>
public sealed partial record DataTest(string Name, string File, string RowsMean, string Query)
{
    private const string ByTicket = "checked: ticket by ticket";
    private const string WhenFull = "checked: with a full transform";

    /// <summary>Whether it finds the same rows when it is given some tickets, and whatever belongs to them, at a time: then only changed ones are looked at.</summary>
    public bool IsByTicket { get; init; }

    /// <summary>Whether it counts so much anew that it is worth it only when everything else is, too: in a full transform.</summary>
    public bool IsOfFull { get; init; }

    /// <summary>The relations it reads.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>The model whose key it tests; null for a file.</summary>
    public SqlModel? KeyOf { get; init; }

    /// <summary>
    /// Reads a test from a file's text, which opens with <c>-- Rows mean: …</c>; the sentence may run over several comment lines. A further line,
    /// <c>-- checked: ticket by ticket</c> or <c>-- checked: with a full transform</c>, sets <see cref="IsByTicket"/> or <see cref="IsOfFull"/>.
    /// </summary>
    /// <exception cref="SqlFileException">The text does not open so.</exception>
    public static DataTest Read(string file, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n')
            .TakeWhile(line => line.StartsWith("-- ", StringComparison.Ordinal))
            .Select(line => line[3..].Trim())
            .ToList();
        var (isByTicket, isOfFull) = (lines.Remove(ByTicket), lines.Remove(WhenFull));
        var comment = string.Join(' ', lines);
        const string opening = "Rows mean: ";
        if (!comment.StartsWith(opening, StringComparison.Ordinal))
            throw new SqlFileException(file, "does not open with `-- Rows mean: …`", "say in a sentence what is wrong when it returns rows, and what it spoils");

        return new DataTest(Path.GetFileNameWithoutExtension(file), file, comment[opening.Length..], LastSemicolon().Replace(text, "\n")) { IsByTicket = isByTicket, IsOfFull = isOfFull };
    }

    /// <summary>The test that a model's header asks for: no key is there twice, and none lacks a part.</summary>
    public static DataTest OfKey(SqlModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var key = string.Join(", ", model.Key.Select(column => column.Name));
        var faults = model.Key.Where(column => !column.MayBeNull).Select(column => $"{column.Name} is null").Prepend("count(*) > 1");
        return new DataTest(
            $"{model.Relation}.key",
            model.File,
            $"{model.Relation} holds a row twice, or one without {key}, so whatever joins or counts it is wrong.",
            $"select {key}, count(*) as row_count from {model.Relation} group by {key} having {string.Join(" or ", faults)}")
        {
            KeyOf = model,
            Inputs = [model.Relation],
            IsByTicket = model.Rebuilt == Rebuilt.ByTicket && model.Key.Any(column => column.Name == "ticket_id"),
        };
    }

    /// <summary>The same for a few rows alone: whether one of them lacks a part of the key, or shares it with another row of the relation.</summary>
    /// <param name="rows">A relation that holds the rows, which the whole one holds too.</param>
    internal DataTest Among(string rows)
    {
        var model = KeyOf ?? throw new InvalidOperationException($"{Name} tests no key");
        var key = string.Join(", ", model.Key.Select(column => column.Name));
        var same = string.Join(" and ", model.Key.Select(column => $"held.{column.Name} is not distinct from came.{column.Name}"));
        var faults = model.Key.Where(column => !column.MayBeNull).Select(column => $"{column.Name} is null").Prepend("count(*) > 1");
        return this with
        {
            Query = $"""
                select {key}, count(*) as row_count
                from (select {key} from {model.Relation} as held where exists (from {rows} as came where {same}))
                group by {key}
                having {string.Join(" or ", faults)}
                """,
        };
    }

    [GeneratedRegex(@";\s*$", RegexOptions.None, 1000)]
    private static partial Regex LastSemicolon();
}
