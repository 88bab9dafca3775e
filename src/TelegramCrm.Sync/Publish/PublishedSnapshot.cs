using Dapper;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace TelegramCrm.Sync.Publish;

/// <summary>
/// The published DuckDB, for reading alone: neither a write nor a file, network or setting beyond it. It stays the version it was when it was
/// opened, however many are published meanwhile.
/// </summary>
public sealed class PublishedSnapshot : IDisposable
{
    private readonly FileStream? lease;
    private readonly DuckDBConnection connection;

    private PublishedSnapshot(string versionPath, FileStream? lease, DuckDBConnection connection)
    {
        VersionPath = versionPath;
        this.lease = lease;
        this.connection = connection;
    }

    /// <summary>The version's own folder, with its manifest.</summary>
    public string VersionPath { get; }

    /// <summary>Opens the current version.</summary>
    /// <param name="folder">The folder that <see cref="Publication"/> writes.</param>
    /// <exception cref="NothingPublishedException">No version is there.</exception>
    public static PublishedSnapshot Open(string folder)
    {
        // The link is followed once: to follow it again for another file might lead into the next version.
        var versions = new VersionFolders(folder);
        var versionPath = versions.PathOf(versions.Current ?? throw new NothingPublishedException(folder));

        var shared = VersionLease.Share(versionPath);

        // In memory with the file attached: an instance of its own, whose lock no other reader in this process finds closed already.
        var memory = new DuckDBConnection("Data Source=:memory:");
        try
        {
            memory.Open();
            memory.Execute($"""
                attach {SqlText.Literal(Path.Combine(versionPath, SnapshotDatabase.FileName))} as published (read_only);
                use published;
                set TimeZone = 'UTC';
                set threads = 1; -- with more, a statement that fails while it streams may say 'interrupted' instead of why
                set temp_directory = {SqlText.Literal(Path.Combine(Path.GetTempPath(), $"tgcrm-query-{Guid.NewGuid():N}"))};
                set enable_external_access = false;
                set lock_configuration = true;
                """);
            return new(versionPath, shared, memory);
        }
        catch
        {
            memory.Dispose();
            shared?.Dispose();
            throw;
        }
    }

    /// <summary>Runs one statement; its rows are read as they are asked for.</summary>
    /// <param name="sql">One statement; a semicolon at its end does no harm.</param>
    /// <param name="cancellationToken">Stops the statement, while it runs and while its rows are read.</param>
    /// <exception cref="SnapshotQueryException">None or several statements, a mistake in it, or one that would write or reach outside.</exception>
    public SnapshotRows Query(string sql, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var statements = StatementsIn(sql);
        if (statements > 1)
            throw new SnapshotQueryException($"{statements} statements at once; send them one by one");
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        return SnapshotRows.Run(command, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        connection.Dispose();
        lease?.Dispose();
    }

    /// <summary>How many statements DuckDB's own parser finds; 1 where it can't parse, so that running it tells the mistake.</summary>
    private int StatementsIn(string sql)
    {
        var count = NativeMethods.ExtractStatements.DuckDBExtractStatements(connection.NativeConnection, sql, out var statements);
        using (statements)
        {
            var mistake = count == 0 ? NativeMethods.ExtractStatements.DuckDBExtractStatementsError(statements) : "";
            return count > 0 || mistake is { Length: > 0 } ? Math.Max(count, 1) : throw new SnapshotQueryException("no statement to run");
        }
    }
}
