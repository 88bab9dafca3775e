using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Tests.Sql;

/// <summary>The SQL files that the program ships with.</summary>
internal static class RealFolder
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "sql");

    public static SqlFolder Load() => SqlFolder.Load(Path);

    public static DuckDBConnection EmptyWarehouse()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        new Migrations(Migration.ReadAll(System.IO.Path.Combine(Path, "schema"))).Apply(connection, Instant.FromUtc(2026, 1, 1, 0, 0));
        return connection;
    }
}
