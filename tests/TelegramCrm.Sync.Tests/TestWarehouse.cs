using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Tests;

/// <summary>A warehouse of its own for one test, with the real schema, gone afterwards.</summary>
public sealed class TestWarehouse : IDisposable
{
    public TestWarehouse()
    {
        Folder = new DataFolder(Directory.CreateTempSubdirectory("tgcrm-test-").FullName);
        File = Reopen();
    }

    public DataFolder Folder { get; }

    public WarehouseFile File { get; private set; }

    public static string SqlFolder => Path.Combine(AppContext.BaseDirectory, "sql");

    /// <summary>Closes the file and opens it again, as a new process would.</summary>
    public WarehouseFile Reopen()
    {
        File?.Dispose();
        File = WarehouseFile.Open(Folder);
        using var connection = File.Connect();
        new Migrations(Migration.ReadAll(Path.Combine(SqlFolder, "schema"))).Apply(connection, Records.Noon);
        return File;
    }

    public IReadOnlyList<T> Query<T>(string sql)
    {
        using var connection = File.Connect();
        return [.. connection.Query<T>(sql)];
    }

    public T One<T>(string sql) => Query<T>(sql).Single();

    public DuckDBConnection Connect() => File.Connect();

    public void Dispose()
    {
        File.Dispose();
        Directory.Delete(Folder.Path, recursive: true);
    }
}
