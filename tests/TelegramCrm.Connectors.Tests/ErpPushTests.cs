using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Shouldly;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Push.Http;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Push;

namespace TelegramCrm.Connectors.Tests;

/// <summary>The nightly job to an ERP end to end: the models that ship, the engine, the ledger, the connector, the ERP. Customers, tickets and hours must arrive once.</summary>
public abstract class ErpPushTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("push-").FullName;
    private readonly DuckDBConnection warehouse = new("DataSource=:memory:");
    private readonly string type;
    private int runs;

    /// <param name="type">The connector's type.</param>
    /// <param name="corner">Numbers of tickets that no other test has: this one and the nine after it.</param>
    protected ErpPushTests(string type, int corner)
    {
        (this.type, Corner) = (type, corner);
        warehouse.Open();
        warehouse.Execute("""
            create schema analytics; create schema ops;
            create table analytics.tickets (
                ticket_id varchar, number bigint, subject varchar, status varchar, customer_id varchar, customer_name varchar, queue_name varchar, updated_at timestamptz
            );
            create table analytics.ticket_metrics (ticket_id varchar, resolved_at timestamptz);
            create table analytics.agent_ticket_daily (ticket_id varchar, day date, agent_id varchar, worked_business_seconds bigint);
            create table ops.transforms as select 1::bigint as transform_number, timestamptz '2026-03-14 02:00:00+00' as as_of;
            """);
        Ticket(1, "Где мой заказ?");
        Ticket(2, "Refund please");
        Worked(1, "2026-03-12", "ann", 5400);
        Worked(1, "2026-03-13", "ann", 1800);
        Worked(2, "2026-03-13", "bob", 600);
        Worked(2, "2026-03-14", "bob", 60); // the day is not over
    }

    protected LossyWire Wire { get; } = new();

    protected int Corner { get; }

    protected abstract IConnector Connect(HttpClient http);

    /// <summary>The names of customers under a key.</summary>
    protected abstract IReadOnlyList<string> Customers(string key);

    /// <summary>The subjects of tasks under a key.</summary>
    protected abstract IReadOnlyList<string> Tasks(string key);

    /// <summary>The seconds booked on a task, day by day.</summary>
    protected abstract IReadOnlyList<double> Seconds(string task);

    /// <summary>A person sets all hours of a task to a minute.</summary>
    protected abstract void EditHours(string task);

    /// <summary>A person deletes all hours of a task.</summary>
    protected abstract void DeleteHours(string task);

    public void Dispose()
    {
        Wire.Dispose();
        warehouse.Dispose();
        Directory.Delete(data, recursive: true);
        GC.SuppressFinalize(this);
    }

    [SkippableFact]
    public async Task The_first_push_creates_the_second_sends_nothing_and_a_change_updates_one_record()
    {
        (await PushAsync()).Select(entity => entity.Created).ShouldBe([2, 2, 3]);
        Customers(Customer(1)).ShouldBe(["Customer 1"]);
        Tasks(Task(1)).ShouldBe(["Где мой заказ?"]);
        Seconds(Task(1)).ShouldBe([5400, 1800]);
        Seconds(Task(2)).ShouldBe([600]);
        Wire.Sent.Clear();
        (await PushAsync()).Sum(entity => entity.Created + entity.Updated).ShouldBe(0);
        Wire.Sent.ShouldBeEmpty();

        Worked(1, "2026-03-13", "ann", 3600);
        (await PushAsync()).Select(entity => (entity.Created, entity.Updated)).ShouldBe([(0, 0), (0, 0), (0, 1)]);
        Seconds(Task(1)).ShouldBe([5400, 3600]);
    }

    [SkippableFact]
    public async Task The_last_day_of_an_open_ticket_comes_when_it_is_over_or_the_ticket_is_resolved()
    {
        await PushAsync();
        warehouse.Execute("update analytics.ticket_metrics set resolved_at = timestamptz '2026-03-14 01:00:00+00' where ticket_id = $id", new { id = $"{Corner}-2" });
        (await PushAsync())[2].Created.ShouldBe(1);
        Seconds(Task(2)).ShouldBe([600, 60]);
    }

    [SkippableFact]
    public async Task An_answer_that_is_lost_between_send_and_confirm_leaves_exactly_one_record_whichever_it_is()
    {
        for (var request = 0; request < 16; request += 3)
        {
            Wire.LoseAnswer(after: request);
            if ((await PushAsync(new ImpatientTimeProvider(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero)))).Any(entity => !entity.IsComplete))
            {
                // A check whose answer is lost ends the push of its entity, and what refers to it is refused.
                new DeadLetters(State).Retry();
                (await PushAsync()).ShouldAllBe(entity => entity.IsComplete);
            }
            Seconds(Task(1)).Count.ShouldBe(2);
            foreach (var number in (int[])[1, 2])
            {
                Customers(Customer(number)).Count.ShouldBe(1);
                Tasks(Task(number)).Count.ShouldBe(1);
            }
            Ticket(1, $"changed {request}");
            Worked(1, "2026-03-13", "ann", 100 + request);
            Worked(2, "2026-03-13", "bob", 100 + request);
        }
    }

    [SkippableFact]
    public async Task A_process_that_dies_between_send_and_confirm_leaves_exactly_one_record()
    {
        for (var entity = 0; entity < 3; entity++)
        {
            using var death = new CancellationTokenSource();
            await Should.ThrowAsync<OperationCanceledException>(() => PushAsync(connector: new DyingConnector(Connect(Http()), death), cancellationToken: death.Token));
        }
        (await PushAsync()).ShouldAllBe(entity => entity.IsComplete);
        foreach (var number in (int[])[1, 2])
        {
            Customers(Customer(number)).Count.ShouldBe(1);
            Tasks(Task(number)).Count.ShouldBe(1);
        }
        Seconds(Task(1)).ShouldBe([5400, 1800]);
        Seconds(Task(2)).ShouldBe([600]);
    }

    [SkippableFact]
    public async Task Hours_that_a_person_edits_or_deletes_are_noticed_at_the_next_change_and_left_alone()
    {
        await PushAsync();
        EditHours(Task(1));
        DeleteHours(Task(2));
        Worked(1, "2026-03-12", "ann", 7200);
        Worked(2, "2026-03-13", "bob", 7200);
        (await PushAsync())[2].Refused.ShouldBe(2);
        Seconds(Task(1)).ShouldBe([60, 60]);
        Seconds(Task(2)).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Hours_that_a_person_edits_or_deletes_are_written_again_where_the_configuration_says_so()
    {
        await PushAsync();
        EditHours(Task(1));
        DeleteHours(Task(2));
        Worked(1, "2026-03-12", "ann", 7200);
        Worked(2, "2026-03-13", "bob", 7200);
        (await PushAsync(onDrift: (EditedRecord.Overwrite, DeletedRecord.Recreate)))[2].IsComplete.ShouldBeTrue();
        Seconds(Task(1)).ShouldBe([7200, 60]);
        Seconds(Task(2)).ShouldBe([7200]);
    }

    [SkippableFact]
    public async Task Hours_of_somebody_who_is_no_employee_are_a_dead_letter_and_the_others_arrive()
    {
        Worked(1, "2026-03-13", "stranger", 60);
        (await PushAsync())[2].ShouldSatisfyAllConditions(lines => lines.Created.ShouldBe(3), lines => lines.Refused.ShouldBe(1));
        var letter = new DeadLetters(State).List().ShouldHaveSingleItem();
        letter.Field.ShouldBe("agent");
        letter.Reason.ShouldContain("stranger");
        Seconds(Task(1)).ShouldBe([5400, 1800]);
    }

    [SkippableFact]
    public async Task Hours_that_are_gone_from_the_warehouse_are_taken_away_in_the_mode_mirror()
    {
        await PushAsync();
        warehouse.Execute("delete from analytics.agent_ticket_daily where day = '2026-03-12'");
        (await PushAsync(mode: PushMode.Mirror))[2].Removed.ShouldBe(1);
        Seconds(Task(1)).ShouldBe([1800]);
    }

    protected string Task(int number) => $"T-{Corner + number}";

    protected string Customer(int number) => $"c-{Corner + number}";

    protected static HttpClient Over(LossyWire wire) => TargetHttp.Make(new ConnectorLimits { RequestsPerMinute = 60_000, LongestWait = Duration.Zero }, allowsInsecure: false, TimeProvider.System, wire);

    private StateStore State => StateStore.Open(new SqliteState(Path.Combine(data, "state.db")));

    private HttpClient Http() => Over(Wire);

    private void Ticket(int number, string subject)
    {
        var id = $"{Corner}-{number}";
        warehouse.Execute("delete from analytics.tickets where ticket_id = $id; delete from analytics.ticket_metrics where ticket_id = $id", new { id });
        warehouse.Execute("insert into analytics.tickets values ($id, $number, $subject, 'open', $customer, $name, 'Billing', '2026-03-13 09:00:00+00')",
            new { id, number = Corner + number, subject, customer = Customer(number), name = $"Customer {number}" });
        warehouse.Execute("insert into analytics.ticket_metrics values ($id, null)", new { id });
    }

    private void Worked(int number, string day, string agent, int seconds)
    {
        var key = new { id = $"{Corner}-{number}", day = DateOnly.Parse(day, null), agent };
        warehouse.Execute("delete from analytics.agent_ticket_daily where ticket_id = $id and day = $day and agent_id = $agent", key);
        warehouse.Execute("insert into analytics.agent_ticket_daily values ($id, $day, $agent, $seconds)", new { key.id, key.day, key.agent, seconds });
    }

    private async Task<IReadOnlyList<EntitySummary>> PushAsync(
        TimeProvider? time = null, IConnector? connector = null, PushMode mode = PushMode.Upsert, (EditedRecord Edited, DeletedRecord Deleted) onDrift = default, CancellationToken cancellationToken = default)
    {
        var run = new PushRun(warehouse, State, Path.Combine(AppContext.BaseDirectory, "sql", "push"), time ?? TimeProvider.System, NullLogger<PushRun>.Instance);
        var target = new PushTarget("erp", type, connector ?? Connect(Http())) { Mode = mode, MaxRemovedShare = 1, OnEdited = onDrift.Edited, OnDeleted = onDrift.Deleted };
        return (await run.RunAsync($"run{++runs}", [target], cancellationToken)).Single().Entities;
    }

    /// <summary>The process ends when a batch is there and nobody has heard of it.</summary>
    private sealed class DyingConnector(IConnector connector, CancellationTokenSource death) : IConnector
    {
        public IReadOnlyList<ReceivedEntity> Receives => connector.Receives;

        public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => connector.CheckAsync(cancellationToken);

        public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => connector.FindAsync(key, cancellationToken);

        public async Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken)
        {
            if (batch.Records.All(record => record.Known is not null))
                return await connector.WriteAsync(batch, cancellationToken); // what the last death left over
            await connector.WriteAsync(batch, cancellationToken);
            await death.CancelAsync();
            throw new OperationCanceledException(death.Token);
        }
    }
}
