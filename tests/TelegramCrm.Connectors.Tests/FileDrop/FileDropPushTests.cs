using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using TelegramCrm.Connectors.FileDrop;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Connectors.Tests.FileDrop;

/// <summary>The nightly ERP job end to end: the models that ship, the engine, the files.</summary>
public sealed class FileDropPushTests : IDisposable
{
    private readonly DropFolder drop = new();
    private readonly string data = Directory.CreateTempSubdirectory("push-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero));
    private readonly DuckDBConnection warehouse = new("DataSource=:memory:");

    public FileDropPushTests()
    {
        warehouse.Open();
        warehouse.Execute("""
            create schema analytics;
            create table analytics.tickets as
            select * from (values
                ('T-1', 1, 'c-7', 'gold', 'q-1', 'Billing', 'a-1', 'Ann', 'resolved', 'high', timestamptz '2026-03-12 08:00:00+00'),
                ('T-2', 2, 'c-8', null, null, null, null, null, 'new', 'normal', timestamptz '2026-03-13 09:30:00+00')
            ) as tickets(ticket_id, number, customer_id, customer_tier, queue_id, queue_name, assigned_agent_id, assigned_agent_name, status, priority, created_at);
            create table analytics.ticket_metrics as
            select * from (values
                ('T-1', 'standard', timestamptz '2026-03-12 08:10:00+00', timestamptz '2026-03-12 10:00:00+00', 0, 600, 5400, 7200, 'met', 'met'),
                ('T-2', 'standard', null, null, 0, null, 60, 60, 'running', 'running')
            ) as metrics(ticket_id, sla_policy, first_response_at, resolved_at, reopen_count, frt_business_seconds, agent_work_business_seconds,
                active_resolution_business_seconds, frt_sla_status, resolution_sla_status);
            create table analytics.agent_daily as
            select date '2026-03-12' as day, 'a-1' as agent_id, 3 as tickets_assigned, 9 as replies, 2 as tickets_resolved, 0 as tickets_reopened;
            """);
    }

    public void Dispose()
    {
        warehouse.Dispose();
        drop.Dispose();
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task The_first_night_brings_everything()
    {
        var summary = await PushAsync("night1", new FileDropConnector(Settings));
        summary.Entities.ShouldBe([new EntitySummary("tickets") { Created = 2 }, new EntitySummary("agent_days") { Created = 1 }]);
        string.Join('\n', drop.Files.Where(file => file.EndsWith(".csv", StringComparison.Ordinal)).Select(file => $"== {file}\n{drop.Read(file)}"))
            .Replace("\r\n", "\n", StringComparison.Ordinal).ShouldMatchApproved();
    }

    [Fact]
    public async Task The_next_night_brings_only_what_changed_and_a_clock_that_runs_on_is_no_change()
    {
        await PushAsync("night1", new FileDropConnector(Settings));
        warehouse.Execute("update analytics.ticket_metrics set agent_work_business_seconds = agent_work_business_seconds + 60 where ticket_id = 'T-2'");
        clock.Advance(TimeSpan.FromDays(1));
        (await PushAsync("night2", new FileDropConnector(Settings))).Written.ShouldBe(0);
        drop.Files.Count.ShouldBe(4);

        warehouse.Execute("update analytics.tickets set status = 'open' where ticket_id = 'T-2'");
        (await PushAsync("night3", new FileDropConnector(Settings))).Written.ShouldBe(1);
        drop.Read("tickets-erp-night3-0001.csv").Split("\r\n").Length.ShouldBe(3); // header, T-2, end
    }

    [Fact]
    public async Task A_process_that_dies_after_the_files_are_written_leaves_no_second_file()
    {
        using var death = new CancellationTokenSource();
        await Should.ThrowAsync<OperationCanceledException>(() => PushAsync("night1", new DyingConnector(new FileDropConnector(Settings), death), death.Token));
        var before = drop.Files.ToDictionary(file => file, drop.Read);
        before.Count.ShouldBe(2);

        // By the next night a ticket has changed; what was claimed is settled as it was, and the change follows in a file of its own.
        clock.Advance(TimeSpan.FromDays(1));
        warehouse.Execute("update analytics.tickets set status = 'open' where ticket_id = 'T-2'");
        var tickets = (await PushAsync("night2", new FileDropConnector(Settings))).Entities[0];
        tickets.ShouldBe(new EntitySummary("tickets") { Created = 2, Updated = 1, Unchanged = 1 });
        drop.Files.Where(before.ContainsKey).ToDictionary(file => file, drop.Read).ShouldBe(before);
        drop.Files.Where(file => file.StartsWith("tickets", StringComparison.Ordinal) && file.EndsWith(".csv", StringComparison.Ordinal))
            .ShouldBe(["tickets-erp-night1-0001.csv", "tickets-erp-night2-0001.csv"]);
        drop.TakeIn("T-2", "status").ShouldBe(["open"]);
    }

    private FileDropSettings Settings => new(drop.Path, ["tickets", "agent_days"]);

    private async Task<PushSummary> PushAsync(string runId, IConnector connector, CancellationToken cancellationToken = default)
    {
        var run = new PushRun(warehouse, StateStore.Open(new SqliteState(Path.Combine(data, "state.db"))), Path.Combine(AppContext.BaseDirectory, "sql", "push"), clock, NullLogger<PushRun>.Instance);
        return (await run.RunAsync(runId, [new PushTarget("erp", FileDropConnector.Type, connector)], cancellationToken)).Single();
    }

    /// <summary>The process ends when the files are there and nobody has heard of it.</summary>
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
