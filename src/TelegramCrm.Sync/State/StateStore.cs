using System.Data.Common;

namespace TelegramCrm.Sync.State;

/// <summary>
/// The small store of what must survive a crash and is not a function of the CRM: received deliveries, confirmed pushes, leases, schedules.
/// It alone opens connections, and what only one database understands stands in its <see cref="IStateEngine"/>; statements elsewhere are
/// written so that all of them run them.
/// </summary>
/// <remarks>Safe for use by several threads: each takes a connection of its own.</remarks>
public sealed class StateStore
{
    private StateStore(IStateEngine engine) => Engine = engine;

    /// <summary>Where the numbered migrations lie that <see cref="Open(IStateEngine)"/> applies.</summary>
    public static string MigrationsFolder { get; } = Path.Combine(AppContext.BaseDirectory, "sql", "state");

    /// <summary>The database it stands in.</summary>
    public IStateEngine Engine { get; }

    /// <summary>Opens the store, creates it when it is not there, and brings its tables up to date.</summary>
    /// <param name="engine">The database.</param>
    /// <exception cref="StateSchemaException">It was written by a newer version of this program.</exception>
    /// <exception cref="StateUnavailableException">It can't be reached.</exception>
    public static StateStore Open(IStateEngine engine) => Open(engine, MigrationsFolder);

    /// <summary>Opens the store with the migrations of another folder.</summary>
    /// <param name="engine">The database.</param>
    /// <param name="migrationsFolder">A folder of <c>NNNN_name.sql</c> files.</param>
    /// <exception cref="StateSchemaException">It was written by a newer version of this program, or a migration is misnamed.</exception>
    /// <exception cref="StateUnavailableException">It can't be reached.</exception>
    public static StateStore Open(IStateEngine engine, string migrationsFolder)
    {
        ArgumentNullException.ThrowIfNull(engine);
        StateMigrations.Read(migrationsFolder).ApplyTo(engine);
        return new StateStore(engine);
    }

    /// <summary>An open connection; dispose it soon. A transaction begun on it holds locks until it ends.</summary>
    /// <exception cref="StateUnavailableException">The database can't be reached.</exception>
    public DbConnection Connect() => Engine.Connect();
}
