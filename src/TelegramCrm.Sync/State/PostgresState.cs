using System.Data.Common;
using Dapper;
using Npgsql;

namespace TelegramCrm.Sync.State;

/// <summary>The state in a PostgreSQL database that several nodes share, in a schema of its own.</summary>
public sealed class PostgresState : IStateEngine
{
    /// <summary>The schema that all tables stand in, Quartz's included.</summary>
    public const string Schema = "tgcrm";

    // A number of ours among the database's advisory locks, so that two nodes that start together don't make the same tables.
    private const long MigrationLock = 7_263_450_171;

    /// <summary>Names a database; nothing is opened yet.</summary>
    /// <param name="connectionString">As Npgsql writes it: <c>Host=…;Port=…;Username=…;Password=…;Database=…</c>.</param>
    /// <exception cref="ArgumentException">It can't be read. The message does not repeat it.</exception>
    public PostgresState(string connectionString)
    {
        var wanted = Read(connectionString);
        Place = $"PostgreSQL {wanted.Host}:{wanted.Port}/{wanted.Database}";
        wanted.SearchPath = Schema;
        wanted.IncludeErrorDetail = false; // details quote rows, which hold what customers wrote
        wanted.ApplicationName ??= "tgcrm";
        wanted.Options = $"{wanted.Options} -c synchronous_commit=on".Trim(); // what was acknowledged must survive a power cut, whatever the server's default
        ConnectionString = wanted.ConnectionString;
    }

    /// <inheritdoc/>
    public string Place { get; }

    /// <summary>With the password: for a library that opens connections of its own.</summary>
    internal string ConnectionString { get; }

    /// <inheritdoc/>
    public DbConnection Connect()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            connection.Dispose();
            throw new StateUnavailableException(Place, fault);
        }
    }

    /// <inheritdoc/>
    public void Prepare(DbConnection connection, DbTransaction transaction)
    {
        connection.Execute($"select pg_advisory_xact_lock({MigrationLock})", transaction: transaction);
        connection.Execute($"create schema if not exists {Schema}", transaction: transaction);
    }

    private static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (ArgumentException)
        {
#pragma warning disable MA0054 // The cause is left out on purpose: its message may quote the password.
            throw new ArgumentException("the connection string of PostgreSQL can't be read; write Host=…;Port=…;Username=…;Password=…;Database=…", nameof(connectionString));
#pragma warning restore MA0054
        }
    }
}
