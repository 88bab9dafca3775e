using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Transform;

namespace TelegramCrm.Sync.Tests.Push;

/// <summary>The models that ship, on a warehouse as the real files build it.</summary>
public sealed class ShippedModelsTests : IClassFixture<ShippedModelsTests.Built>
{
    private static readonly string Folder = Path.Combine(TestWarehouse.SqlFolder, "push");

    private readonly Built built;

    public ShippedModelsTests(Built built) => this.built = built;

    public static TheoryData<string> Models => [.. Directory.EnumerateFiles(Folder, "*.sql", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_gives_records_with_keys_and_the_same_ones_each_time(string file)
    {
        var state = Directory.CreateTempSubdirectory("models-");
        var target = new PushTarget("any", Path.GetDirectoryName(file)!, new Anything(Path.GetFileNameWithoutExtension(file)));
        var run = new PushRun(built.Warehouse, StateStore.Open(new SqliteState(Path.Combine(state.FullName, "state.db"))), Folder, TimeProvider.System, NullLogger<PushRun>.Instance);
        var preview = run.Preview([target]).Single();
        state.Delete(recursive: true);
        Assert.Null(preview.Problem);
        Assert.NotEqual(0, preview.Create);

        var rows = $"select list_sort(list(md5(row::varchar)))::varchar from ({File.ReadAllText(Path.Combine(Folder, file)).TrimEnd().TrimEnd(';')}) as row";
        Assert.Equal(built.Warehouse.QuerySingle<string>(rows), built.Warehouse.QuerySingle<string>(rows));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_names_what_it_reads(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        var header = text.Split('\n').First(line => line.Contains("inputs:", StringComparison.Ordinal));
        var named = header[(header.IndexOf("inputs:", StringComparison.Ordinal) + "inputs:".Length)..].Split(',', StringSplitOptions.TrimEntries);
        var read = built.Warehouse.QuerySingle<string>("select array_to_string(list_sort(list_distinct(regexp_extract_all($sql, '(?:from|join) ((?:analytics|staging|intermediate|ops)\\.[a-z_]+)', 1))), ' ')", new { sql = text });
        Assert.Equal(read, string.Join(' ', named.Order(StringComparer.Ordinal)));
    }

    /// <summary>A target that takes whatever a model gives.</summary>
    private sealed class Anything(string entity) : IConnector
    {
        public IReadOnlyList<ReceivedEntity> Receives { get; } = [new(entity)];

        public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(CheckResult.Ready("of course"));

        public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => Task.FromResult<RemoteRecord?>(null);

        public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) => throw new InvalidOperationException("only looks");
    }

    /// <summary>A warehouse with some of everything.</summary>
    public sealed class Built : IDisposable
    {
        private readonly ChangingCrm crm = new();

        public Built()
        {
            for (var kind = 0; kind <= 11; kind++)
            {
                for (var which = 0; which <= 7; which++)
                    crm.Load(new(kind, which, which, (which * 7) + 1));
            }
            crm.Connection.Execute("""
                insert into ops.sla_alerts (alert_number, ticket_id, metric, instance, level, policy, due_at, reached_at, noticed_at)
                values (1, 't1', 'resolution', 1, 'breach', 'standard', '2026-03-03 09:00:00Z', '2026-03-03 09:00:01Z', '2026-03-03 09:01:00Z')
                """);
            crm.Transform(200);
        }

        public DuckDBConnection Warehouse => crm.Connection;

        public void Dispose() => crm.Dispose();
    }
}
