using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;

namespace TelegramCrm.Sync.State;

/// <summary>The numbered files that build the tables of the state store. A released one is never edited.</summary>
internal sealed partial class StateMigrations
{
    private readonly IReadOnlyList<Migration> migrations;

    private StateMigrations(IReadOnlyList<Migration> migrations) => this.migrations = migrations;

    /// <summary>Reads a folder of <c>NNNN_name.sql</c> files.</summary>
    public static StateMigrations Read(string folder)
    {
        var found = Directory.EnumerateFiles(folder, "*.sql").Select(Migration.Of).OrderBy(migration => migration.Number).ToList();
        var twins = found.GroupBy(migration => migration.Number).FirstOrDefault(group => group.Skip(1).Any());
        return twins is null
            ? new StateMigrations(found)
            : throw new StateSchemaException($"{folder}: {string.Join(" and ", twins.Select(twin => twin.Name))} have one number; give the later one the next free number");
    }

    /// <summary>Applies what is missing, in the order of the numbers, all in one transaction: a failed upgrade leaves the store as it was.</summary>
    public void ApplyTo(IStateEngine engine)
    {
        using var connection = engine.Connect();
        using var transaction = connection.BeginTransaction();
        engine.Prepare(connection, transaction);
        connection.Execute("create table if not exists state_migrations (number integer not null primary key, name text not null)", transaction: transaction);
        var applied = connection.Query<long>("select number from state_migrations", transaction: transaction).ToHashSet();
        RefuseNewer(applied, engine.Place);
        foreach (var migration in migrations.Where(migration => !applied.Contains(migration.Number)))
        {
            connection.Execute(File.ReadAllText(migration.Path), transaction: transaction);
            connection.Execute("insert into state_migrations (number, name) values (@Number, @Name)", new { migration.Number, migration.Name }, transaction);
        }
        transaction.Commit();
    }

    private void RefuseNewer(HashSet<long> applied, string place)
    {
        var unknown = applied.Except(migrations.Select(migration => migration.Number)).Order().ToList();
        if (unknown.Count > 0)
            throw new StateSchemaException($"{place}: has schema {unknown[^1]:0000}, which this version does not know; run the newer version that wrote it, or restore a backup");
    }

    private sealed partial record Migration(long Number, string Name, string Path)
    {
        public static Migration Of(string path)
        {
            var name = System.IO.Path.GetFileNameWithoutExtension(path);
            return FileName().Match(name) is { Success: true } match
                ? new Migration(long.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture), name, path)
                : throw new StateSchemaException($"{path}: is not named like a migration; name it NNNN_what_it_adds.sql");
        }

        [GeneratedRegex("^(?<number>[0-9]{4})_[a-z0-9_]+$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
        private static partial Regex FileName();
    }
}
