using System.Net;
using CsCheck;
using Dapper;
using NodaTime;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;
using static TelegramCrm.Sync.Tests.Records;

namespace TelegramCrm.Sync.Tests.Inbox;

public abstract class InboxDrainTests(Func<string, IStateEngine> newState) : IAsyncLifetime
{
    private const string Ann = """ "agent":{"id":"a1","name":"Ann","availability":"online","updated_at":"2026-03-01T11:00:00Z"} """;

    private readonly Mailroom mailroom = new(newState);

    [SkippableFact]
    public async Task Every_record_of_a_delivery_lands_in_its_stream()
    {
        await DeliverAsync("d1", $$"""
            "ticket":{{Ticket("t1", Noon, more: $",\"messages\":[{Message("m1", "t1", Noon)}],\"messages_truncated\":true")}},
            "message":{{Message("m2", "t1", Noon)}},"event":{{Event("e1", "t1", Noon)}},
            "template":{"id":"p1","version":3,"updated_at":"2026-03-01T11:00:00Z"},
            "template_usage":{"id":"u1","template_id":"p1","ticket_id":"t1","applied_at":"2026-03-01T11:00:00Z"},
            "agent":{"id":"a1","name":"Ann","availability":"online","updated_at":"2026-03-01T11:00:00Z"},
            "something_new":{"id":"x"}
            """);
        var outcome = await mailroom.DrainAsync();

        Assert.Equal((1, 7L), (outcome.Applied, outcome.Counts.Loaded));
        Assert.Equal("a1 e1 m1 m2 p1 t1 u1", mailroom.Warehouse.One<string>("""
            select string_agg(id, ' ' order by id) from (
                select id from raw.tickets union all select id from raw.messages union all select id from raw.ticket_events
                union all select id from raw.templates union all select id from raw.template_usages union all select id from raw.agents)
            """));
        Assert.Equal("t1", mailroom.Warehouse.One<string>("select ticket_id from ops.thread_watermarks"));
        Assert.Equal(0, mailroom.Store.Waiting);
    }

    [SkippableFact]
    public async Task A_record_stamped_within_the_second_of_sending_is_not_of_the_future()
    {
        await DeliverAsync("d1", $"\"ticket\":{Ticket("t1", Noon + Duration.FromMilliseconds(900))}");
        await DeliverAsync("d2", $"\"ticket\":{Ticket("t2", Noon + Duration.FromSeconds(2))}");
        await mailroom.DrainAsync();
        Assert.Equal([false, true], mailroom.Warehouse.Query<bool>("select is_future from raw.tickets order by id"));
    }

    [SkippableFact]
    public async Task A_crash_between_the_warehouse_and_the_inbox_applies_again_and_changes_nothing()
    {
        var data = $"\"ticket\":{Ticket("t1", Noon)}";
        await DeliverAsync("d1", data);
        await mailroom.DrainAsync();
        Run($"update inbox set state = 'received', settled_at = null, body = '{Mailroom.Delivery("d1", data)}'"); // as it stood before it was settled
        await mailroom.RestartAsync();

        var again = await mailroom.DrainAsync();
        Assert.Equal((1, 0L), (again.Applied, again.Counts.Loaded));
    }

    [SkippableFact]
    public async Task A_delivery_with_a_malformed_record_is_a_dead_letter_at_once_and_as_a_whole()
    {
        await DeliverAsync("d1", $$"""
            "event":{{Event("e1", "t1", Noon)}},"ticket":{"id":"t1","number":"seven"}
            """);
        await DeliverAsync("d2", $"\"ticket\":{Ticket("t2", Noon)}");
        var outcome = await mailroom.DrainAsync();

        Assert.Equal((1, 1), (outcome.Applied, outcome.Dead));
        var letter = Assert.Single(mailroom.Store.DeadLetters());
        Assert.Equal(("d1", "ticket.updated", 0, "number: not a whole number of 64 bits"), (letter.Id, letter.Type, letter.Attempts, letter.Reason));
        Assert.Contains("\"seven\"", letter.Body);
        Assert.Empty(mailroom.Warehouse.Query<string>("select id from raw.ticket_events"));
    }

    [SkippableFact]
    public async Task A_delivery_that_the_warehouse_refuses_is_tried_again_with_growing_waits_and_does_not_hold_up_the_others()
    {
        RunInWarehouse("alter table raw.agents rename to agents_away");
        await DeliverAsync("d1", $"\"ticket\":{Ticket("t1", Noon)}");
        await DeliverAsync("d2", Ann);
        await DeliverAsync("d3", $"\"ticket\":{Ticket("t3", Noon)}");

        var first = await mailroom.DrainAsync();
        Assert.Equal((2, 1, 0), (first.Applied, first.Postponed, first.Dead));
        foreach (var seconds in new[] { 10, 60, 360 })
        {
            mailroom.Time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.Equal(default, await mailroom.DrainAsync());
            mailroom.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(1, (await mailroom.DrainAsync()).Postponed);
        }
        mailroom.Time.Advance(TimeSpan.FromSeconds(2160));
        Assert.Equal(1, (await mailroom.DrainAsync()).Dead);
        Assert.Equal(5, Assert.Single(mailroom.Store.DeadLetters()).Attempts);
    }

    [SkippableFact]
    public async Task A_dead_letter_can_be_replayed_once_its_cause_is_mended()
    {
        mailroom.Limits = new InboxLimits { MaxAttempts = 1 };
        RunInWarehouse("alter table raw.agents rename to agents_away");
        await DeliverAsync("d1", Ann);
        Assert.Equal(1, (await mailroom.DrainAsync()).Dead);

        RunInWarehouse("alter table raw.agents_away rename to agents");
        Assert.True(mailroom.Store.Replay("d1", mailroom.Now));
        Assert.Equal(1, (await mailroom.DrainAsync()).Applied);
        Assert.Empty(mailroom.Store.DeadLetters());
        Assert.False(mailroom.Store.Replay("d1", mailroom.Now));
    }

    [SkippableFact]
    public async Task An_event_without_a_record_we_know_is_kept_and_counted_and_no_error()
    {
        using var answer = await mailroom.DeliverAsync("d1", "\"call\":{\"id\":\"c1\"}", "call.ended");
        var outcome = await mailroom.DrainAsync();
        Assert.Equal((HttpStatusCode.Accepted, 1, 1L, 0L), (answer.StatusCode, outcome.Unrecognized, mailroom.Store.Unrecognized, mailroom.Store.Waiting));
    }

    [SkippableFact]
    public async Task An_applied_delivery_is_remembered_for_a_week()
    {
        await DeliverAsync("d1", $"\"ticket\":{Ticket("t1", Noon)}");
        await mailroom.DrainAsync();
        mailroom.Time.Advance(TimeSpan.FromDays(7));
        await mailroom.DrainAsync();
        await DeliverAsync("d1", $"\"ticket\":{Ticket("t1", Noon)}");
        Assert.Equal(0, mailroom.Store.Waiting);

        mailroom.Time.Advance(TimeSpan.FromSeconds(1));
        await mailroom.DrainAsync();
        await DeliverAsync("d1", $"\"ticket\":{Ticket("t1", Noon)}");
        Assert.Equal(1, mailroom.Store.Waiting);
    }

    [SkippableFact]
    public async Task Order_repetition_and_the_size_of_batches_do_not_change_what_is_applied()
    {
        var versions = Gen.Select(Gen.Int[1, 3], Gen.Int[1, 4], Gen.Int[1, 2]).Array[1, 12]; // the same version comes repeated, and in deliveries of its own
        await Gen.Select(versions, Gen.Int[1, 4], Gen.Int[0, 2]).SampleAsync(async (arrivals, batch, drainEvery) =>
        {
            RunInWarehouse("truncate raw.tickets");
            Run("delete from inbox");
            mailroom.Limits = new InboxLimits { ApplyBatch = batch };
            foreach (var (index, (ticket, version, copy)) in arrivals.Index())
            {
                await DeliverAsync($"d{ticket}-{version}-{copy}", $"\"ticket\":{Ticket($"t{ticket}", Noon + Duration.FromMinutes(version), $"version {version}")}");
                if (drainEvery > 0 && index % drainEvery == 0)
                    await mailroom.DrainAsync();
            }
            await mailroom.DrainAsync();

            var expected = arrivals.GroupBy(arrival => arrival.Item1).Select(versions => $"t{versions.Key} version {versions.Max(arrival => arrival.Item2)}").Order(StringComparer.Ordinal);
            Assert.Equal(expected, mailroom.Warehouse.Query<string>("select id || ' ' || (body ->> 'subject') from raw.tickets order by id"));
        }, iter: 25, threads: 1);
    }

    public Task InitializeAsync() => mailroom.InitializeAsync();

    public Task DisposeAsync() => mailroom.DisposeAsync();

    private async Task DeliverAsync(string id, string data)
    {
        using var answer = await mailroom.DeliverAsync(id, data);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private void RunInWarehouse(string sql)
    {
        using var connection = mailroom.Warehouse.Connect();
        connection.Execute(sql);
    }

    private void Run(string sql)
    {
        using var connection = StateStore.Open(mailroom.State).Connect();
        connection.Execute(sql);
    }
}

public sealed class InboxDrainOnSqliteTests() : InboxDrainTests(file => new SqliteState(file));

public sealed class InboxDrainOnPostgresTests() : InboxDrainTests(_ => PostgresServer.NewState());
