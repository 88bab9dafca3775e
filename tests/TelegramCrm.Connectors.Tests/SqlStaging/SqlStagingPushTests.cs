using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using TelegramCrm.Connectors.SqlStaging;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Push;

namespace TelegramCrm.Connectors.Tests.SqlStaging;

/// <summary>The nightly job to staging tables end to end: a model that ships, the engine, the ledger, a real PostgreSQL.</summary>
public sealed class SqlStagingPushTests : IDisposable
{
    private readonly StagingDatabase database = new();
    private readonly string data = Directory.CreateTempSubdirectory("push-").FullName;
    private readonly DuckDBConnection warehouse = new("DataSource=:memory:");
    private int runs;

    public SqlStagingPushTests()
    {
        warehouse.Open();
        warehouse.Execute("""
            create schema analytics;
            create table analytics.agent_daily as
            select date '2026-03-01' + range::integer as day, 'a-' || range % 7 as agent_id, 3 as tickets_assigned, 9 as replies, 2 as tickets_resolved, 0 as tickets_reopened
            from range(250);
            """);
    }

    public void Dispose()
    {
        warehouse.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [SkippableFact]
    public async Task The_first_push_creates_the_second_sends_nothing_and_a_change_updates_one_row()
    {
        (await PushAsync()).Created.ShouldBe(250);
        var versions = Versions();
        (await PushAsync()).ShouldBe(new EntitySummary("agent_days") { Unchanged = 250 });
        Versions().ShouldBe(versions);

        warehouse.Execute("update analytics.agent_daily set replies = 10 where day = '2026-03-02'");
        (await PushAsync()).ShouldBe(new EntitySummary("agent_days") { Updated = 1, Unchanged = 249 });
        Versions().Except(versions).Count().ShouldBe(1);
        database.Query<decimal>("select replies from support.agent_days where day = '2026-03-02'").ShouldBe([10]);
    }

    [SkippableFact]
    public async Task A_process_that_dies_between_send_and_confirm_leaves_exactly_one_row()
    {
        using var death = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => PushAsync(connector: new DyingConnector(Connector(), death), cancellationToken: death.Token));
        (await PushAsync()).IsComplete.ShouldBeTrue();
        Rows().ShouldBe(250);
    }

    [SkippableFact]
    public async Task Of_rows_that_the_table_does_not_take_each_is_a_dead_letter_and_all_others_arrive()
    {
        await PushAsync();
        database.Execute("alter table support.agent_days add constraint plausible check (replies < 100)");
        warehouse.Execute("update analytics.agent_daily set replies = case when day in ('2026-03-02', '2026-06-01') then 100 else 8 end");
        (await PushAsync()).ShouldSatisfyAllConditions(days => days.Updated.ShouldBe(248), days => days.Refused.ShouldBe(2));
        new DeadLetters(State).List().ShouldAllBe(letter => letter.Reason.Contains("plausible", StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData(EditedRecord.Keep, DeletedRecord.Keep, "-1", 249)]
    [InlineData(EditedRecord.Overwrite, DeletedRecord.Recreate, "8", 250)]
    public async Task What_a_person_edits_or_deletes_is_handled_as_configured(EditedRecord edited, DeletedRecord deleted, string replies, int rows)
    {
        await PushAsync();
        database.Execute("update support.agent_days set replies = -1 where day = '2026-03-02'; delete from support.agent_days where day = '2026-03-03'");
        warehouse.Execute("update analytics.agent_daily set replies = 8");
        (await PushAsync(edited: edited, deleted: deleted)).IsComplete.ShouldBe(edited == EditedRecord.Overwrite);
        database.Query<string>("select replies::text from support.agent_days where day = '2026-03-02'").ShouldBe([replies]);
        Rows().ShouldBe(rows);
    }

    [SkippableFact]
    public async Task What_is_gone_from_the_warehouse_is_marked_in_the_mode_mirror()
    {
        await PushAsync();
        warehouse.Execute("delete from analytics.agent_daily where day = '2026-03-02'");
        (await PushAsync(mode: PushMode.Mirror)).Removed.ShouldBe(1);
        database.Query<int>("select count(*)::int from support.agent_days where deleted_at is not null").ShouldBe([1]);
        Rows().ShouldBe(250);
    }

    private StateStore State => StateStore.Open(new SqliteState(Path.Combine(data, "state.db")));

    private SqlStagingConnector Connector() => new(database.Settings("agent_days") with { RowsPerBatch = 100 });

    private int Rows() => database.Query<int>("select count(*)::int from support.agent_days").Single();

    /// <summary>A row's version is another one whenever it is written, even as it was.</summary>
    private IReadOnlyList<string> Versions() => database.Query<string>("select external_key || xmin::text from support.agent_days order by 1");

    private async Task<EntitySummary> PushAsync(
        IConnector? connector = null, PushMode mode = PushMode.Upsert, EditedRecord edited = EditedRecord.Keep, DeletedRecord deleted = DeletedRecord.Keep, CancellationToken cancellationToken = default)
    {
        var run = new PushRun(warehouse, State, Path.Combine(AppContext.BaseDirectory, "sql", "push"), new ImpatientTimeProvider(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero)), NullLogger<PushRun>.Instance);
        var target = new PushTarget("erp", SqlStagingConnector.Type, connector ?? Connector()) { Mode = mode, OnEdited = edited, OnDeleted = deleted };
        return (await run.RunAsync($"run{++runs}", [target], cancellationToken)).Single().Entities.Single();
    }

    private sealed class DyingConnector(IConnector connector, CancellationTokenSource death) : IConnector
    {
        public IReadOnlyList<ReceivedEntity> Receives => connector.Receives;

        public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => connector.CheckAsync(cancellationToken);

        public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => connector.FindAsync(key, cancellationToken);

        public async Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken)
        {
            await connector.WriteAsync(batch, cancellationToken);
            await death.CancelAsync();
            throw new OperationCanceledException(death.Token);
        }
    }
}
