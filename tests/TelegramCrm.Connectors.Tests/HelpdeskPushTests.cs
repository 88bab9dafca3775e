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

/// <summary>The whole way to a real helpdesk: the models that ship, the engine, the ledger, the connector.</summary>
public abstract class HelpdeskPushTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("push-").FullName;
    private readonly DuckDBConnection warehouse = new("DataSource=:memory:");
    private readonly string prefix;
    private readonly string type;
    private readonly ImpatientTimeProvider clock = new(new DateTimeOffset(2026, 3, 14, 2, 0, 0, TimeSpan.Zero));
    private int runs;

    protected HelpdeskPushTests(string prefix, string type)
    {
        (this.prefix, this.type) = (prefix, type);
        warehouse.Open();
        warehouse.Execute("""
            create schema analytics;
            create table analytics.tickets (ticket_id varchar, number bigint, subject varchar, status varchar, priority varchar);
            create table analytics.messages (message_id varchar, ticket_id varchar, author_type varchar, author_id varchar, kind varchar, text varchar, created_at timestamptz);
            """);
        Ticket("1", "Где мой заказ?", "open");
        Ticket("2", "Refund\nplease", "pending");
        Ticket("3", new string('ж', 300), "closed");
    }

    protected LossyWire Wire { get; } = new();

    protected abstract IConnector Connect(HttpClient http);

    protected abstract IReadOnlyList<string> Subjects(string key);

    protected abstract IReadOnlyList<string> Replies(string key);

    protected abstract void Edit(string key, string subject);

    protected abstract void Delete(string key);

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
        var first = await PushAsync();
        first.ShouldAllBe(entity => entity.IsComplete, Letters());
        Subjects(Key("1")).ShouldBe(["Где мой заказ?"]);
        Subjects(Key("2")).ShouldBe(["Refund please"]);
        Subjects(Key("3")).ShouldHaveSingleItem().ShouldEndWith("жж…");
        Wire.Sent.Clear();
        (await PushAsync())[0].Unchanged.ShouldBe(3);
        Wire.Sent.ShouldBeEmpty();

        Ticket("1", "Где мой заказ 77?", "resolved");
        (await PushAsync())[0].ShouldSatisfyAllConditions(tickets => tickets.Updated.ShouldBe(1), tickets => tickets.Unchanged.ShouldBe(2));
        Subjects(Key("1")).ShouldBe(["Где мой заказ 77?"]);
    }

    [SkippableFact]
    public async Task Replies_are_written_once_in_their_order()
    {
        Reply("m1", "1", "customer", "Hello?");
        Reply("m2", "1", "agent", "Принтер [1] \"ok\"");
        (await PushAsync()).Sum(entity => entity.Created).ShouldBe(5);
        (await PushAsync()).Sum(entity => entity.Created + entity.Updated).ShouldBe(0);
        Replies(Key("1")).Count.ShouldBe(2);
        Replies(Key("1"))[0].ShouldContain("Hello?");
        Replies(Key("1"))[1].ShouldContain("Принтер [1] \"ok\"");
    }

    [SkippableFact]
    public async Task An_answer_that_is_lost_between_send_and_confirm_leaves_exactly_one_record_whichever_it_is()
    {
        await PushAsync();
        for (var request = 0; request < 9; request++)
        {
            Wire.LoseAnswer(after: request);
            Ticket($"lost{request}", "printer", "open");
            if (!(await PushAsync()).All(entity => entity.IsComplete)) // it was the answer to the check before
                (await PushAsync()).ShouldAllBe(entity => entity.IsComplete, Letters());
            Subjects(Key($"lost{request}")).ShouldBe(["printer"]);
        }
    }

    [SkippableFact]
    public async Task A_process_that_dies_between_send_and_confirm_leaves_exactly_one_record()
    {
        using var death = new CancellationTokenSource();
        var connector = new DyingConnector(Connect(Http()), death);
        await Should.ThrowAsync<OperationCanceledException>(() => PushAsync(connector, cancellationToken: death.Token));
        UnsettledPush.List(State).ShouldHaveSingleItem();
        (await PushAsync()).ShouldAllBe(entity => entity.IsComplete, Letters());
        foreach (var ticket in (string[])["1", "2", "3"])
            Subjects(Key(ticket)).Count.ShouldBe(1);
    }

    [SkippableFact]
    public async Task What_a_person_edits_or_deletes_is_noticed_at_the_next_change_and_kept()
    {
        await PushAsync();
        Edit(Key("1"), "a person's words");
        Delete(Key("2"));
        Ticket("1", "changed", "open");
        Ticket("2", "changed", "open");
        (await PushAsync())[0].Refused.ShouldBe(2);
        Subjects(Key("1")).ShouldBe(["a person's words"]);
        Subjects(Key("2")).ShouldBeEmpty();
        new DeadLetters(State).List().Select(letter => letter.Reason).ShouldBe(["somebody edited it in the target since it was last written", "somebody deleted it in the target"]);
    }

    [SkippableFact]
    public async Task What_a_person_edits_or_deletes_is_written_again_where_the_configuration_says_so()
    {
        await PushAsync();
        Edit(Key("1"), "a person's words");
        Delete(Key("2"));
        Ticket("1", "changed", "open");
        Ticket("2", "changed", "open");
        (await PushAsync(onDrift: (EditedRecord.Overwrite, DeletedRecord.Recreate)))[0].IsComplete.ShouldBeTrue();
        Subjects(Key("1")).ShouldBe(["changed"]);
        Subjects(Key("2")).ShouldBe(["changed"]);
    }

    protected static HttpClient Over(LossyWire wire) => TargetHttp.Make(new ConnectorLimits { RequestsPerMinute = 60_000, LongestWait = Duration.Zero }, allowsInsecure: false, TimeProvider.System, wire);

    private StateStore State => StateStore.Open(new SqliteState(Path.Combine(data, "state.db")));

    private string Letters() => string.Join('\n', new DeadLetters(State).List().Select(letter => $"{letter.Key}: {letter.Field}: {letter.Reason}").Concat(UnsettledPush.List(State).Select(open => $"{open.ClaimId}: {open.LastError}")));

    private HttpClient Http() => Over(Wire);

    private string Key(string ticket) => prefix + ticket;

    private void Ticket(string id, string subject, string status)
    {
        warehouse.Execute("delete from analytics.tickets where ticket_id = $id", new { id = Key(id) });
        warehouse.Execute("insert into analytics.tickets values ($id, 1, $subject, $status, 'high')", new { id = Key(id), subject, status });
    }

    private void Reply(string id, string ticket, string author, string text) =>
        warehouse.Execute("insert into analytics.messages values ($id, $ticket, $author, 'a-1', 'reply', $text, '2026-03-14 09:30:00+00')", new { id, ticket = Key(ticket), author, text });

    private async Task<IReadOnlyList<EntitySummary>> PushAsync(IConnector? connector = null, (EditedRecord Edited, DeletedRecord Deleted) onDrift = default, CancellationToken cancellationToken = default)
    {
        var run = new PushRun(warehouse, State, Path.Combine(AppContext.BaseDirectory, "sql", "push"), clock, NullLogger<PushRun>.Instance);
        var target = new PushTarget("helpdesk", type, connector ?? Connect(Http())) { OnEdited = onDrift.Edited, OnDeleted = onDrift.Deleted };
        return (await run.RunAsync($"run{++runs}", [target], cancellationToken)).Single().Entities;
    }

    /// <summary>The process ends when the first record is there and nobody has heard of it.</summary>
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
