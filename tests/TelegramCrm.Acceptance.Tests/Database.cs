using System.Text.Json.Nodes;
using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sandbox;

namespace TelegramCrm.Acceptance.Tests;

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
    public IReadOnlyList<string> Marts => List<string>("select table_name from duckdb_tables() where database_name = 'file' and schema_name = 'analytics' order by all");

    /// <summary>Passes when a table of raw holds exactly the CRM's records, each of them field by field.</summary>
    public void HoldsAllOf(SandboxServer crm, params string[] streams)
    {
        foreach (var stream in streams)
        {
            var loaded = List<(string Id, string Body)>($"select id, body from raw.{stream}").ToLookup(row => row.Id, row => row.Body);
            var truth = crm.Truth.Records(stream).Select(Standing).ToDictionary(record => (string)record["id"]!);
            Assert.Equal(truth.Keys.Order(StringComparer.Ordinal), loaded.SelectMany(row => row.Select(_ => row.Key)).Order(StringComparer.Ordinal));
            foreach (var (id, record) in truth)
            {
                if (!JsonNode.DeepEquals(record, JsonNode.Parse(loaded[id].Single()))) Assert.Equal($"{stream}: {record.ToJsonString()}", loaded[id].Single());
            }
        }
    }

    public void Dispose() => connection.Dispose();

    /// <summary>A record as raw keeps it: a ticket's messages stand in their own table.</summary>
    private static JsonObject Standing(string record)
    {
        var body = JsonNode.Parse(record)!.AsObject();
        body.Remove("messages");
        body.Remove("messages_truncated");
        return body;
    }
}
