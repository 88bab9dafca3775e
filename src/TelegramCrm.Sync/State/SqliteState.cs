using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace TelegramCrm.Sync.State;

/// <summary>The state in one SQLite file, for one machine.</summary>
public sealed class SqliteState : IStateEngine
{
    private const int BusyTimeoutMilliseconds = 30_000;

    /// <summary>Names a file; nothing is opened yet.</summary>
    /// <param name="path">Usually <c>state.db</c> in the data folder, which is made if missing. A new file is readable by its owner only.</param>
    public SqliteState(string path)
    {
        Place = path;
        ConnectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = BusyTimeoutMilliseconds / 1000,
        }.ConnectionString;
    }

    /// <inheritdoc/>
    public string Place { get; }

    /// <summary>For a library that opens connections of its own.</summary>
    internal string ConnectionString { get; }

    /// <summary>An open connection. A transaction begun on it holds the only write lock until it ends.</summary>
    public DbConnection Connect()
    {
        CreateForOwnerOnly(Path.GetFullPath(Place));
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            // FULL: a delivery we have acknowledged, or a push we have confirmed, must survive a power cut.
            connection.Execute($"pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = {BusyTimeoutMilliseconds}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Nothing: the file is there, and the transaction holds its only write lock.</summary>
    public void Prepare(DbConnection connection, DbTransaction transaction)
    {
    }

    private static void CreateForOwnerOnly(string path)
    {
        if (File.Exists(path))
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // SQLite gives its -wal and -shm the same mode
        using var file = new FileStream(path, options);
    }
}
