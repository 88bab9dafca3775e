using Dapper;
using NodaTime;
using Shouldly;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.State;

public sealed class StateStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("state-").FullName;

    private string Database => Path.Combine(folder, "data", "state.db");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_connection_waits_for_the_disk_and_for_other_writers_and_holds_foreign_keys()
    {
        using var connection = StateStore.Open(Database).Connect();
        connection.ExecuteScalar<string>("pragma journal_mode").ShouldBe("wal");
        connection.ExecuteScalar<int>("pragma synchronous").ShouldBe(2);
        connection.ExecuteScalar<int>("pragma busy_timeout").ShouldBeGreaterThanOrEqualTo(10_000);
        connection.ExecuteScalar<int>("pragma foreign_keys").ShouldBe(1);
    }

    [Fact]
    public void What_was_committed_is_there_when_the_store_is_opened_again()
    {
        using (var connection = StateStore.Open(Database).Connect())
            connection.Execute("insert into push_claims values ('erp', 'tickets', 'c1', 'r1', '2026-03-14T09:30:00.000000Z', 1, null)");
        using var again = StateStore.Open(Database).Connect();
        again.QuerySingle<string>("select claim_id from push_claims").ShouldBe("c1");
    }

    [Fact]
    public void Only_the_owner_may_read_the_file_and_its_log()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var connection = StateStore.Open(Database).Connect();
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Database)!))
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
    }

    [Fact]
    public void A_store_of_a_newer_version_is_refused_and_named()
    {
        using (var connection = StateStore.Open(Database).Connect())
            connection.Execute("insert into state_migrations values (9999, '9999_from_the_future')");
        Should.Throw<StateSchemaException>(() => StateStore.Open(Database)).Message.ShouldContain($"{Database}: has schema 9999");
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_store_as_it_was()
    {
        StateStore.Open(Database, Migrations(("0001_first", "create table first (id text not null)")));
        var broken = Migrations(("0001_first", "create table first (id text not null)"), ("0002_second", "create table second (id text not null)"), ("0003_third", "create tabel third"));
        Should.Throw<Microsoft.Data.Sqlite.SqliteException>(() => StateStore.Open(Database, broken));

        var mended = Migrations(("0001_first", ""), ("0002_second", "create table second (id text not null, note text)"));
        using var connection = StateStore.Open(Database, mended).Connect();
        connection.ExecuteScalar<long>("select count(*) from pragma_table_info('second')").ShouldBe(2);
    }

    [Fact]
    public void Two_migrations_of_one_number_are_refused_before_anything_is_applied() =>
        Should.Throw<StateSchemaException>(() => StateStore.Open(Database, Migrations(("0001_a", "select 1"), ("0001_b", "select 1"))));

    [Fact]
    public void Text_of_instants_sorts_as_the_instants_do()
    {
        Instant[] instants = [Instant.FromUnixTimeTicks(-10), Instant.FromUnixTimeTicks(0), Instant.FromUtc(2026, 3, 14, 9, 30) + Duration.FromMilliseconds(7)];
        instants.Select(instant => instant.ToText()).ShouldBe(["1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.000000Z", "2026-03-14T09:30:00.007000Z"]);
        instants.Select(instant => StateTime.ToInstant(instant.ToText())).ShouldBe(instants);
    }

    private string Migrations(params (string Name, string Sql)[] files)
    {
        var made = Directory.CreateDirectory(Path.Combine(this.folder, Guid.NewGuid().ToString("n"))).FullName;
        foreach (var (name, sql) in files)
            File.WriteAllText(Path.Combine(made, $"{name}.sql"), sql);
        return made;
    }
}
