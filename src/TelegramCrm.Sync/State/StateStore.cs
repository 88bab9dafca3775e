using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace TelegramCrm.Sync.State;

/// <summary>
/// The small store of what must survive a crash and is not a function of the CRM: received deliveries, confirmed pushes, leases.
/// It alone opens connections, and everything that only SQLite understands stands in this file; statements elsewhere
/// are written so that PostgreSQL runs them too.
/// </summary>
/// <remarks>Safe for use by several threads: each takes a connection of its own.</remarks>
public sealed class StateStore
{
    private const int BusyTimeoutMilliseconds = 30_000;

    private readonly string connectionString;

    private StateStore(string connectionString) => this.connectionString = connectionString;

    /// <summary>Where the numbered migrations lie that <see cref="Open(string)"/> applies.</summary>
    public static string MigrationsFolder { get; } = Path.Combine(AppContext.BaseDirectory, "sql", "state");

    /// <summary>Opens the store, creates it when it is not there, and brings its tables up to date.</summary>
    /// <param name="path">The file, usually <c>state.db</c> in the data folder, which is made if missing. A new file is readable by its owner only.</param>
    /// <exception cref="StateSchemaException">The file was written by a newer version of this program.</exception>
    public static StateStore Open(string path) => Open(path, MigrationsFolder);

    /// <summary>Opens the store with the migrations of another folder.</summary>
    /// <param name="path">As in <see cref="Open(string)"/>.</param>
    /// <param name="migrationsFolder">A folder of <c>NNNN_name.sql</c> files.</param>
    /// <exception cref="StateSchemaException">The file was written by a newer version of this program, or a migration is misnamed.</exception>
    public static StateStore Open(string path, string migrationsFolder)
    {
        CreateForOwnerOnly(Path.GetFullPath(path));
        var store = new StateStore(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            ForeignKeys = true,
            DefaultTimeout = BusyTimeoutMilliseconds / 1000,
        }.ConnectionString);
        using var connection = store.Connect();
        connection.Execute("pragma journal_mode = wal");
        StateMigrations.Read(migrationsFolder).ApplyTo(connection, path);
        return store;
    }

    /// <summary>An open connection; dispose it soon. A transaction begun on it holds the only write lock until it ends.</summary>
    public DbConnection Connect()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            // FULL: a delivery we have acknowledged, or a push we have confirmed, must survive a power cut.
            connection.Execute($"pragma synchronous = full; pragma busy_timeout = {BusyTimeoutMilliseconds}");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void CreateForOwnerOnly(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite; // SQLite gives its -wal and -shm the same mode
        using var file = new FileStream(path, options);
    }
}
