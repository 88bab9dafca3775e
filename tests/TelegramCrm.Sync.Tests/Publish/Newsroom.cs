using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Publish;

namespace TelegramCrm.Sync.Tests.Publish;

/// <summary>A warehouse with a few analytics relations, and the folder it is published to.</summary>
public sealed class Newsroom : IDisposable
{
    public static readonly Instant Noon = Instant.FromUtc(2026, 3, 2, 12, 0);

    private readonly string root = Directory.CreateTempSubdirectory("tgcrm-publish-").FullName;

    public Newsroom()
    {
        Warehouse = new DuckDBConnection($"Data Source={Path.Combine(root, "working.duckdb")}");
        Warehouse.Open();
        foreach (var migration in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "sql", "schema")).Order(StringComparer.Ordinal))
            Run(File.ReadAllText(migration));
        Run("""
            set TimeZone = 'America/New_York'; -- the months must not depend on it
            create table analytics.tickets (
                ticket_id varchar, subject varchar, group_id bigint, tags varchar[], custom_fields json, is_flagged boolean, share double, created_at timestamptz, updated_at timestamptz);
            insert into analytics.tickets values
                ('t1', 'Оплата не прошла 💳', -1001234567890123, ['billing', 'vip'], '{"plan":"gold"}', true, 0.25, '2026-01-31 23:59:59.999999+00', '2026-03-01 00:00:00+00'),
                ('t2', 'It''s "quoted", with comma', null, [], null, false, null, '2026-02-01 00:00:00+00', '2026-03-01 00:00:00+00'),
                ('t3', null, 9007199254740993, null, '{}', null, 1, '2026-02-14 10:00:00+00', null),
                ('t4', 'no time', 4, ['x'], '[]', null, 0, null, null);
            create table analytics.sla_daily (day date, queue_id varchar, tickets bigint);
            insert into analytics.sla_daily values ('2026-01-31', 'q1', 3), ('2026-02-01', 'q1', 4);
            create table analytics.agents (agent_id varchar, name varchar, updated_at timestamptz, deleted_at timestamptz);
            insert into analytics.agents values ('a1', 'Ann', '2026-01-01 00:00:00+00', null);
            create table analytics.messages (message_id varchar, ticket_id varchar, created_at timestamptz);
            """);
    }

    public DuckDBConnection Warehouse { get; }

    public string Folder => Path.Combine(root, "published");

    public void Run(string sql) => Warehouse.Execute(sql);

    public Task<PublishedVersion> PublishAsync(string run = "run-1", int keepVersions = 3, CancellationToken cancellationToken = default) =>
        new Publication(Folder, keepVersions).PublishAsync(Warehouse, run, Noon, cancellationToken);

    /// <summary>Notes a transform that rebuilt everything, or nothing.</summary>
    public void Transform(long number, bool isFull = false) =>
        Run($"insert into ops.transforms values ({number}, 'transform-{number}', '2026-03-02 12:00:00+00', {isFull}, {number}, '')");

    /// <summary>Notes a transform, and the months it changed.</summary>
    public void Transform(long number, params (string Relation, string? Month)[] changed)
    {
        Transform(number);
        foreach (var (relation, month) in changed)
            Run($"insert into ops.changed_partitions values ('analytics.{relation}', {(month is null ? "null" : $"'{month}-01'")}, {number})");
    }

    public string PathOf(params string[] parts) => Path.Combine([Folder, .. parts]);

    public string[] Versions() => [.. Directory.EnumerateDirectories(PathOf("versions")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>Compares database and Parquet, row by row, with the warehouse as it is now.</summary>
    public void MustHoldTheWarehouse()
    {
        Run($"attach '{Current("warehouse.duckdb")}' as published (read_only)");
        foreach (var relation in Manifest.Read(Current()).Relations)
        {
            var files = string.Join(", ", relation.Files.Select(file => $"'{Current(file.Path)}'"));
            MustHold($"published.analytics.{relation.Name}", relation.Name);
            MustHold($"(select * from read_parquet([{files}], hive_partitioning = false))", relation.Name);
        }
        foreach (var table in (string[])["runs", "run_steps", "cursors", "unknown_fields", "data_tests"])
            Assert.Equal(0, Warehouse.ExecuteScalar<long>($"select count(*) from (from published.ops.{table} except all from ops.{table})"));
        Run("detach published");
    }

    /// <summary>A file of the current version.</summary>
    public string Current(params string[] parts) => Path.Combine([Folder, "current", .. parts]);

    public string TicketsOf(string month) => Current("parquet", "tickets", $"month={month}", "data.parquet");

    /// <summary>Asks the published database one thing.</summary>
    public object? Ask(string sql)
    {
        using var snapshot = PublishedSnapshot.Open(Folder);
        using var rows = snapshot.Query(sql, CancellationToken.None);
        return rows.Read().Single()[0];
    }

    private void MustHold(string published, string relation) => Assert.Equal(0, Warehouse.ExecuteScalar<long>(
        $"select count(*) from ((from {published} except all from analytics.{relation}) union all (from analytics.{relation} except all from {published}))"));

    public void Dispose()
    {
        Warehouse.Dispose();
        Directory.Delete(root, recursive: true);
    }
}
