using System.Text.RegularExpressions;

namespace TelegramCrm.Sync.Transform;

/// <summary>A query for rows that must not exist.</summary>
/// <param name="Name">The file's name without its ending, or the relation and <c>.key</c> for a test that a header asks for.</param>
/// <param name="File">Where it comes from, from the SQL folder on.</param>
/// <param name="RowsMean">What is wrong when the query returns a row, and what it spoils.</param>
/// <param name="Query">One select, which the duckdb shell runs as it is.</param>
public sealed partial record DataTest(string Name, string File, string RowsMean, string Query)
{
    /// <summary>Reads a test from a file's text, which opens with <c>-- Rows mean: …</c>; the sentence may run over several comment lines.</summary>
    /// <exception cref="SqlFileException">The text does not open so.</exception>
    public static DataTest Read(string file, string text)
    {
        var comment = string.Join(' ', text.ReplaceLineEndings("\n").Split('\n')
            .TakeWhile(line => line.StartsWith("-- ", StringComparison.Ordinal))
            .Select(line => line[3..].Trim()));
        const string opening = "Rows mean: ";
        if (!comment.StartsWith(opening, StringComparison.Ordinal))
            throw new SqlFileException(file, "does not open with `-- Rows mean: …`", "say in a sentence what is wrong when it returns rows, and what it spoils");

        return new DataTest(Path.GetFileNameWithoutExtension(file), file, comment[opening.Length..], LastSemicolon().Replace(text, "\n"));
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
            $"select {key}, count(*) as row_count from {model.Relation} group by {key} having {string.Join(" or ", faults)}");
    }

    [GeneratedRegex(@";\s*$", RegexOptions.None, 1000)]
    private static partial Regex LastSemicolon();
}
