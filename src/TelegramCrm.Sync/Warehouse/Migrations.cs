using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>Brings a warehouse file to the schema that this program knows, one transaction a migration.</summary>
/// <param name="migrations">All that the program knows, as <see cref="Migration.ReadAll"/> returns them.</param>
public sealed class Migrations(IReadOnlyList<Migration> migrations)
{
    /// <summary>Checks those already applied, then applies the others in order and records each in <c>ops.migrations</c>.</summary>
    /// <param name="connection">Open, and in no transaction.</param>
    /// <param name="now">Stands as <c>applied_at</c>.</param>
    /// <returns>Those applied now; empty when the file was up to date.</returns>
    /// <exception cref="MigrationException">
    /// The file is newer than the program, an applied migration's text has changed since, or a migration failed; those before it stay applied.
    /// </exception>
    public IReadOnlyList<Migration> Apply(DuckDBConnection connection, Instant now)
    {
        ArgumentNullException.ThrowIfNull(connection);
        connection.Execute("""
            create schema if not exists ops;
            create table if not exists ops.migrations (number integer not null, name varchar not null, checksum varchar not null, applied_at timestamptz not null)
            """);
        var applied = connection.Query<(int Number, string Name, string Checksum)>("select number, name, checksum from ops.migrations order by number").AsList();
        foreach (var migration in applied)
            Check(migration);

        var missing = migrations.Where(migration => applied.TrueForAll(known => known.Number != migration.Number)).ToList();
        foreach (var migration in missing)
            Apply(connection, migration, now);
        return missing;
    }

    private void Check((int Number, string Name, string Checksum) applied)
    {
        var known = migrations.FirstOrDefault(migration => migration.Number == applied.Number)
            ?? throw new MigrationException(applied.Name, "this warehouse was made by a newer version of the program, which this one does not know", "install that version, or point --data at another folder");
        if (known.Checksum != applied.Checksum)
            throw new MigrationException(known.File, "was changed after this warehouse had applied it", "restore the file from the release, and put the change into a new migration");
    }

    private static void Apply(DuckDBConnection connection, Migration migration, Instant now)
    {
        using var transaction = connection.BeginTransaction();
        try
        {
            connection.Execute(migration.Text);
        }
        catch (DuckDBException refused)
        {
            throw new MigrationException(migration.File, refused.Message, "it was rolled back; mend the file and start again", refused);
        }
        connection.Execute(
            "insert into ops.migrations (number, name, checksum, applied_at) values ($number, $name, $checksum, $now)",
            new { migration.Number, name = migration.File, migration.Checksum, now = now.ToDateTimeUtc() });
        transaction.Commit();
    }
}
