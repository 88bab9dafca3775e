using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Tests.Warehouse;

public sealed class MigrationsTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 1, 1, 8, 0);
    private static readonly Migration First = new(1, "0001_first.sql", "create table a (x int);\ninsert into a values (1);");
    private static readonly Migration Second = new(2, "0002_second.sql", "alter table a add column y int");

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tgcrm-migrations-");
    private readonly DuckDBConnection connection = new("DataSource=:memory:");

    public MigrationsTests() => connection.Open();

    [Fact]
    public void Missing_migrations_are_applied_in_order_and_written_down()
    {
        Assert.Equal([First], new Migrations([First]).Apply(connection, Now));
        Assert.Equal([Second], new Migrations([First, Second]).Apply(connection, Now + Duration.FromHours(1)));
        Assert.Equal(
            [(1, "0001_first.sql", First.Checksum, Now.ToDateTimeUtc()), (2, "0002_second.sql", Second.Checksum, Now.ToDateTimeUtc().AddHours(1))],
            connection.Query<(int, string, string, DateTime)>("select number, name, checksum, applied_at from ops.migrations order by number"));
        Assert.Equal((1, null), connection.QuerySingle<(int, int?)>("select x, y from a"));
    }

    [Fact]
    public void A_file_that_is_up_to_date_is_left_alone()
    {
        new Migrations([First, Second]).Apply(connection, Now);
        Assert.Empty(new Migrations([First, Second]).Apply(connection, Now));
        Assert.Equal(1, connection.QuerySingle<int>("select count(*) from a"));
    }

    [Fact]
    public void A_migration_that_fails_leaves_no_trace_and_those_before_it_stay()
    {
        var broken = Second with { Text = "create table b (x int); alter table nowhere add column y int" };
        var refused = Assert.Throws<MigrationException>(() => new Migrations([First, broken]).Apply(connection, Now));
        Assert.StartsWith("sql/schema/0002_second.sql: Catalog Error: Table with name nowhere does not exist!", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["a", "migrations"], connection.Query<string>("select table_name from information_schema.tables order by all"));
        Assert.Equal([Second], new Migrations([First, Second]).Apply(connection, Now));
    }

    [Fact]
    public void A_warehouse_of_a_newer_program_is_refused()
    {
        new Migrations([First, Second]).Apply(connection, Now);
        Assert.Equal(
            "sql/schema/0002_second.sql: this warehouse was made by a newer version of the program, which this one does not know; install that version, or point --data at another folder",
            Assert.Throws<MigrationException>(() => new Migrations([First]).Apply(connection, Now)).Message);
    }

    [Fact]
    public void A_released_migration_that_was_edited_is_refused()
    {
        new Migrations([First]).Apply(connection, Now);
        var edited = First with { Text = First.Text + " -- harmless?" };
        Assert.Equal(
            "sql/schema/0001_first.sql: was changed after this warehouse had applied it; restore the file from the release, and put the change into a new migration",
            Assert.Throws<MigrationException>(() => new Migrations([edited, Second]).Apply(connection, Now)).Message);
        Assert.Equal(1, connection.QuerySingle<int>("select max(number) from ops.migrations"));
    }

    [Fact]
    public void Line_endings_are_no_edit() =>
        Assert.Equal(First.Checksum, (First with { Text = First.Text.Replace("\n", "\r\n", StringComparison.Ordinal) }).Checksum);

    [Theory]
    [InlineData("0001_a.sql 0003_c.sql", "sql/schema/0003_c.sql: stands where number 0002 belongs; number the files 0001, 0002, … without gaps or doubles")]
    [InlineData("0001_a.sql 0001_b.sql", "sql/schema/0001_b.sql: stands where number 0002 belongs; number the files 0001, 0002, … without gaps or doubles")]
    [InlineData("0000_a.sql", "sql/schema/0000_a.sql: stands where number 0001 belongs; number the files 0001, 0002, … without gaps or doubles")]
    [InlineData("0001_a.sql 2_b.sql", "sql/schema/2_b.sql: is not named like a migration; name it NNNN_name.sql, as 0001_raw.sql")]
    public void Files_must_be_numbered_without_gaps(string names, string refusal)
    {
        foreach (var name in names.Split(' '))
            File.WriteAllText(Path.Combine(folder.FullName, name), "");
        Assert.Equal(refusal, Assert.Throws<MigrationException>(() => Migration.ReadAll(folder.FullName)).Message);
    }

    [Fact]
    public void The_migrations_that_ship_make_every_schema_there_is()
    {
        new Migrations(Migration.ReadAll(Path.Combine(TestWarehouse.SqlFolder, "schema"))).Apply(connection, Now);
        Assert.Equal(
            ["analytics", "intermediate", "ops", "raw", "staging"],
            connection.Query<string>("select schema_name from information_schema.schemata where catalog_name = current_database() and schema_name <> 'main' order by all"));
    }

    public void Dispose()
    {
        connection.Dispose();
        folder.Delete(recursive: true);
    }
}
