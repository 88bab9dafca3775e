using Dapper;
using Npgsql;
using TelegramCrm.Connectors.SqlStaging;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Connectors.Tests.SqlStaging;

/// <summary>A real PostgreSQL database with a schema for us, and whoever reads it: another connection, and SQL of its own.</summary>
internal sealed class StagingDatabase
{
    private readonly Lazy<string> connectionString = new(() =>
    {
        var fresh = PostgresServer.NewDatabase();
        using var connection = new NpgsqlConnection(fresh);
        connection.Execute("create schema support");
        return fresh;
    });

    /// <summary>As the owner of everything.</summary>
    public string ConnectionString => connectionString.Value;

    public SqlStagingSettings Settings(params string[] entities) => new(ConnectionString, "support", entities is [] ? ["tickets"] : entities);

    /// <summary>As a user who may do nothing yet.</summary>
    public SqlStagingSettings SettingsOfStranger(params string[] rights)
    {
        var name = $"stranger_{Guid.NewGuid():n}";
        Execute($"create role {name} login password 'Kennwort-7h'");
        foreach (var right in rights)
            Execute($"grant {right} to {name}");
        return Settings() with { ConnectionString = new NpgsqlConnectionStringBuilder(ConnectionString) { Username = name, Password = "Kennwort-7h" }.ConnectionString };
    }

    public void Execute(string sql, object? parameters = null)
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Execute(sql, parameters);
    }

    public IReadOnlyList<T> Query<T>(string sql, object? parameters = null)
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        return [.. connection.Query<T>(sql, parameters)];
    }

    /// <summary>Whether a table is there.</summary>
    public bool Has(string table) => Query<bool>("select to_regclass(@table) is not null", new { table }).Single();

    /// <summary>The columns of a table with their types, in alphabetical order.</summary>
    public IReadOnlyList<string> Columns(string table) => Query<string>(
        "select column_name || ' ' || data_type from information_schema.columns where table_schema = 'support' and table_name = @table order by 1", new { table });
}
