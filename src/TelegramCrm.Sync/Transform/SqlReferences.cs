using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Transform;

/// <summary>
/// What a model makes and what it reads, asked of DuckDB's own parser, so that no comment, string, alias or common table
/// expression is mistaken for a relation. The parser binds nothing: the relations need not exist.
/// </summary>
internal sealed partial class SqlReferences : IDisposable
{
    private static readonly string[] NameParts = ["catalog_name", "schema_name", "table_name"];
    private readonly DuckDBConnection parser = new("DataSource=:memory:");

    public SqlReferences() => parser.Open();

    public (string Made, string Query, IReadOnlyList<string> Reads) Of(string file, string text)
    {
        var create = Create().Match(text);
        if (!create.Success)
            throw new SqlFileException(file, "does not begin with `create or replace table schema.name as`", "write that after the header; one file makes one relation");

        var query = text[create.Length..];
        return (create.Groups["relation"].Value, LastSemicolon().Replace(query, "\n"), ReadBy(file, query));
    }

    public void Dispose() => parser.Dispose();

    /// <summary>The relations that one select reads, in ascending order.</summary>
    public IReadOnlyList<string> ReadBy(string file, string query)
    {
        using var tree = JsonDocument.Parse(Parse(query));
        if (tree.RootElement.GetProperty("error").GetBoolean())
            throw new SqlFileException(file, $"DuckDB cannot parse it: {tree.RootElement.GetProperty("error_message").GetString()}", "try the file in the duckdb shell");
        if (tree.RootElement.GetProperty("statements").GetArrayLength() != 1)
            throw new SqlFileException(file, "holds more than one statement", "one file makes one relation");

        var names = new HashSet<string>(StringComparer.Ordinal);
        var expressions = new HashSet<string>(StringComparer.Ordinal);
        Walk(tree.RootElement, names, expressions);
        if (names.FirstOrDefault(name => !name.Contains('.', StringComparison.Ordinal) && !expressions.Contains(name)) is { } bare)
            throw new SqlFileException(file, $"reads {bare} without its schema", $"write schema.{bare}");
        return [.. names.Where(name => name.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private string Parse(string query) => parser.QuerySingle<string>("select json_serialize_sql($query::varchar)", new { query });

    private static void Walk(JsonElement node, HashSet<string> names, HashSet<string> expressions)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
                Walk(item, names, expressions);
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            if (node.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("BASE_TABLE"))
                names.Add(Name(node));
            if (node.TryGetProperty("cte_map", out var map))
                expressions.UnionWith(map.GetProperty("map").EnumerateArray().Select(entry => entry.GetProperty("key").GetString()!));
            foreach (var property in node.EnumerateObject())
                Walk(property.Value, names, expressions);
        }
    }

    private static string Name(JsonElement table) =>
        string.Join('.', NameParts.Select(part => table.GetProperty(part).GetString()).Where(part => part is not (null or "")));

    [GeneratedRegex(@";\s*$", RegexOptions.None, 1000)]
    private static partial Regex LastSemicolon();

    [GeneratedRegex(@"^(\s*--[^\n]*\n)*\s*create\s+or\s+replace\s+table\s+(?<relation>[a-z0-9_]+\.[a-z0-9_]+)\s+as\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Create();
}
