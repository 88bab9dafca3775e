using System.Text.Json.Nodes;
using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Harness;

/// <summary>A DuckDB file as an analyst opens it, for reading alone.</summary>
internal sealed class Database : IDisposable
{
    private readonly DuckDBConnection connection = new("Data Source=:memory:");

    private Database() => connection.Open();

    public static Database Open(string file)
    {
        var database = new Database();
        database.Attach(file, "file").connection.Execute("use file");
        return database;
    }

    /// <summary>Opens what a killed process left, log included, without touching it.</summary>
    public static Database OpenCopy(string file)
    {
        var copy = $"{file}.copy";
        File.Copy(file, copy, overwrite: true);
        if (File.Exists($"{file}.wal")) File.Copy($"{file}.wal", $"{copy}.wal", overwrite: true);
        var database = new Database();
        database.connection.Execute($"attach '{copy}' as file; use file");
        return database;
    }

    public Database Attach(string file, string name)
    {
        connection.Execute($"attach '{file}' as {name} (read_only)");
        return this;
    }

    public IReadOnlyList<T> List<T>(string sql) => [.. connection.Query<T>(sql)];

    public T One<T>(string sql) => List<T>(sql).Single();

    public long Count(string relation) => One<long>($"select count(*) from {relation}");

    /// <summary>The relations of analytics, by name.</summary>
    public IReadOnlyList<string> Marts => [.. RelationsOf("analytics").Select(name => name.Split('.')[1])];

    /// <summary>The tables of a schema, by name with the schema.</summary>
    public IReadOnlyList<string> RelationsOf(string schema) => List<string>(
        $"select schema_name || '.' || table_name from duckdb_tables() where database_name = 'file' and schema_name = '{schema}' order by all");

    /// <summary>Compares a relation with that of an attached database, in both directions.</summary>
    /// <param name="relation">With its schema.</param>
    /// <param name="other">The name it was attached by.</param>
    /// <param name="columns">What is compared, as a select list says it.</param>
    /// <param name="where">Which rows are compared.</param>
    public ComparedRelation Compare(string relation, string other, string columns = "*", string where = "true")
    {
        var (mine, others) = ($"select {columns} from {relation} where {where}", $"select {columns} from {other}.{relation} where {where}");
        var (missing, extra) = (Except(others, mine), Except(mine, others));
        return new(relation, Count($"({mine})"), missing.Count, extra.Count, extra.Concat(missing).FirstOrDefault());
    }

    /// <summary>
    /// Compares every relation of analytics. What was there in between hangs on when the CRM was read, so that a history
    /// is compared as it stands now.
    /// </summary>
    /// <param name="other">The name of an attached database.</param>
    public IReadOnlyList<ComparedRelation> CompareMarts(string other) => [.. RelationsOf("analytics").Select(relation =>
        relation.EndsWith("_history", StringComparison.Ordinal) ? Compare(relation, other, "* exclude (valid_from)", "valid_to is null") : Compare(relation, other))];

    /// <summary>Passes when a table of raw holds exactly the CRM's records, each of them field by field.</summary>
    /// <exception cref="BrokenPromiseException">It doesn't.</exception>
    public void HoldsAllOf(SandboxServer crm, params string[] streams)
    {
        var differences = streams.SelectMany(stream => DifferencesFrom(crm, stream)).ToList();
        if (differences.Count > 0) throw new BrokenPromiseException($"{differences.Count} records differ, the first: {differences[0]}");
    }

    /// <summary>What of a table of raw is not as the CRM has it: a line for each record that is missing, extra, doubled or different.</summary>
    /// <param name="crm">The truth.</param>
    /// <param name="stream">The table.</param>
    /// <param name="isExpected">Which of the CRM's records must be there; null for all.</param>
    public IReadOnlyList<string> DifferencesFrom(SandboxServer crm, string stream, Func<JsonObject, bool>? isExpected = null)
    {
        var loaded = List<(string Id, string Body)>($"select id, body from raw.{stream}").ToLookup(row => row.Id, row => row.Body);
        var truth = crm.Truth.Records(stream).Select(Standing).ToDictionary(record => (string)record["id"]!);
        var missing = truth.Where(record => !loaded.Contains(record.Key) && isExpected?.Invoke(record.Value) != false).Select(record => $"{stream} lacks {record.Value.ToJsonString()}");
        var extra = loaded.Where(row => !truth.ContainsKey(row.Key)).Select(row => $"{stream} has {row.First()}, which the CRM has not");
        var doubled = loaded.Where(row => row.Count() > 1).Select(row => $"{stream} has {row.Key} {row.Count()} times");
        var different = loaded.Where(row => truth.TryGetValue(row.Key, out var record) && !JsonNode.DeepEquals(record, JsonNode.Parse(row.First())))
            .Select(row => $"{stream} has {row.First()}, where the CRM has {truth[row.Key].ToJsonString()}");
        return [.. missing, .. extra, .. doubled, .. different];
    }

    public void Dispose() => connection.Dispose();

    private IReadOnlyList<string> Except(string one, string other) => List<string>($"select to_json(row)::varchar from ({one} except all {other}) as row");

    /// <summary>A record as raw keeps it: a ticket's messages stand in their own table.</summary>
    private static JsonObject Standing(string record)
    {
        var body = JsonNode.Parse(record)!.AsObject();
        body.Remove("messages");
        body.Remove("messages_truncated");
        return body;
    }
}
