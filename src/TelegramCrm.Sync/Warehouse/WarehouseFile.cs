using System.Data;
using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>
/// The private DuckDB file. One process owns it; inside that process many connections share one database instance, and
/// writers take turns, so that no transaction of ours ever meets another's conflict.
/// </summary>
public sealed class WarehouseFile : IDisposable
{
    private const string FrugalLimit = "96MB";

    private readonly DuckDBConnection root;
    private readonly string memoryLimit;
    private readonly SemaphoreSlim turn = new(1, 1);
    private int waiting;

    private WarehouseFile(DuckDBConnection root, string memoryLimit) => (this.root, this.memoryLimit) = (root, memoryLimit);

    /// <summary>Opens or makes the file. The schema is brought up to date by <c>Migrations</c>.</summary>
    /// <param name="folder">The data folder; the caller holds its <see cref="FolderLock"/>.</param>
    /// <param name="memoryLimit">What DuckDB may use before it spills to disk, in its own notation: <c>384MB</c>.</param>
    public static WarehouseFile Open(DataFolder folder, string memoryLimit = "512MB")
    {
        Directory.CreateDirectory(folder.Temporary);
        var connection = new DuckDBConnection($"DataSource={folder.WarehouseFile}");
        connection.Open();
        // No extension is ever downloaded, and nothing depends on the machine's zone.
        connection.Execute($"""
            set autoinstall_known_extensions = false;
            set autoload_known_extensions = false;
            set temp_directory = '{folder.Temporary.Replace("'", "''", StringComparison.Ordinal)}';
            set memory_limit = '{memoryLimit}';
            set preserve_insertion_order = false;
            set checkpoint_threshold = '256MB'; -- many batches of a first sync are compressed together, and not one by one
            set allocator_flush_threshold = '8MB'; -- what a large statement leaves behind is given back to the system
            set allocator_bulk_deallocation_flush_threshold = '8MB';
            set dynamic_or_filter_threshold = 5000; -- a few thousand tickets are looked up while a table is scanned, and not after: half of the time
            set TimeZone = 'UTC';
            """);
        return new WarehouseFile(connection, memoryLimit);
    }

    /// <summary>A further connection to the same database; the caller disposes it.</summary>
    public DuckDBConnection Connect()
    {
        var connection = new DuckDBConnection(root.ConnectionString); // one process, one instance: the provider counts them
        connection.Open();
        connection.Execute("set TimeZone = 'UTC'");
        return connection;
    }

    /// <summary>
    /// Lets DuckDB do with less memory, and with the threads of its callers alone, until the answer is disposed. Batches that are loaded need little
    /// memory, but whatever it is allowed it fills with blocks that it has just written and nobody asks for again; and appending gains nothing from
    /// further threads, while the CRM's answers are to be looked through.
    /// </summary>
    public IDisposable BeFrugal() => new Frugality(this);

    /// <summary>Whether somebody waits for the turn to write.</summary>
    public bool IsWaitedFor => Volatile.Read(ref waiting) > 0;

    /// <summary>Runs one transaction while no other writes: it commits when <paramref name="work"/> returns, and rolls back when it throws.</summary>
    /// <param name="connection">A connection of <see cref="Connect"/>.</param>
    /// <param name="work">The statements.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn; work that has begun is ended.</param>
    public Task<T> WriteAsync<T>(DuckDBConnection connection, Func<T> work, CancellationToken cancellationToken) =>
        TakeTurnAsync(() =>
        {
            using var transaction = connection.BeginTransaction();
            var result = work();
            transaction.Commit();
            return Task.FromResult(result);
        }, cancellationToken);

    /// <summary>Runs work that keeps its own transactions, while no other writes.</summary>
    /// <param name="workAsync">The work.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn.</param>
    public async Task<T> TakeTurnAsync<T>(Func<Task<T>> workAsync, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            await turn.WaitAsync(cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
        try
        {
            return await workAsync();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Closes the file; DuckDB writes its log into it, which would take as much memory as it is allowed.</summary>
    public void Dispose()
    {
        if (root.State == ConnectionState.Open)
            Frugality.Begin(this);
        root.Dispose();
        turn.Dispose();
    }

    private sealed class Frugality : IDisposable
    {
        private readonly WarehouseFile warehouse;

        public Frugality(WarehouseFile warehouse)
        {
            this.warehouse = warehouse;
            Begin(warehouse);
        }

        public static void Begin(WarehouseFile warehouse)
        {
            Limit(warehouse, FrugalLimit);
            warehouse.root.Execute("set threads = 1");
        }

        public void Dispose()
        {
            warehouse.root.Execute("reset threads");
            Limit(warehouse, warehouse.memoryLimit);
        }

        private static void Limit(WarehouseFile warehouse, string limit)
        {
            try
            {
                warehouse.root.Execute($"set memory_limit = '{limit}'");
            }
            catch (DuckDBException)
            {
                // More than that is in use at this moment: it goes on as it was.
            }
        }
    }
}
