using Shouldly;
using TelegramCrm.Connectors;
using TelegramCrm.Connectors.Tests;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Push;

/// <summary>Whatever goes wrong on the way, the target ends with one record, and the ledger says no more than is known.</summary>
public abstract class PushFailureTests(Func<string, IStateEngine> newState) : IDisposable
{
    private readonly PushHouse house = new(newState);

    public void Dispose() => house.Dispose();

    [SkippableFact]
    public async Task A_process_that_dies_between_send_and_confirm_leaves_one_record()
    {
        house.Ticket("T-1", "printer");
        using var death = new CancellationTokenSource();
        house.Target.AfterWrite = _ =>
        {
            death.Cancel();
            throw new OperationCanceledException(death.Token);
        };
        await Should.ThrowAsync<OperationCanceledException>(() => house.PushAsync(death.Token));
        UnsettledPush.List(house.State).ShouldHaveSingleItem().Records.ShouldBe(1);

        house.Target.AfterWrite = _ => { };
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Created = 1, Unchanged = 1 });
        house.SubjectsOf("T-1").ShouldBe(["printer"]);
        UnsettledPush.List(house.State).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_process_that_dies_before_it_sends_leaves_nothing_owed_after_the_next_push()
    {
        house.Ticket("T-1", "printer");
        using var death = new CancellationTokenSource();
        house.Target.BeforeWrite = _ =>
        {
            death.Cancel();
            throw new OperationCanceledException(death.Token);
        };
        await Should.ThrowAsync<OperationCanceledException>(() => house.PushAsync(death.Token));
        house.Target.BeforeWrite = _ => { };
        await house.PushAsync();
        house.SubjectsOf("T-1").ShouldBe(["printer"]);
    }

    [SkippableFact]
    public async Task A_record_that_changed_while_its_outcome_was_unknown_ends_as_one_record_with_the_new_value()
    {
        house.Ticket("T-1", "printer");
        house.Target.AfterWrite = _ => throw new HttpRequestException("connection reset");
        (await house.PushAsync()).ShouldSatisfyAllConditions(push => push.Unsettled.ShouldBe(1), push => push.Status.ShouldBe("partial"));

        house.Target.AfterWrite = _ => { };
        house.Ticket("T-1", "printer on fire");
        await house.PushAsync();
        house.SubjectsOf("T-1").ShouldBe(["printer on fire"]);
    }

    [SkippableFact]
    public async Task A_lost_answer_is_looked_up_in_the_same_run_after_a_wait()
    {
        house.Ticket("T-1", "printer");
        var started = house.Now;
        house.Target.AfterWrite = _ =>
        {
            house.Target.AfterWrite = _ => { };
            throw new HttpRequestException("connection reset");
        };
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Created = 1 });
        house.SubjectsOf("T-1").ShouldBe(["printer"]);
        (house.Now - started).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [SkippableFact]
    public async Task What_failed_is_tried_again_the_next_time_though_nothing_changed()
    {
        house.Ticket("T-1", "printer");
        house.Target.BeforeWrite = _ => throw new HttpRequestException("503");
        (await house.PushAsync()).Unsettled.ShouldBe(1);
        UnsettledPush.List(house.State).ShouldHaveSingleItem().LastError.ShouldBe("503");
        house.Target.BeforeWrite = _ => { };
        (await house.PushAsync()).Created.ShouldBe(1);
    }

    [SkippableFact]
    public async Task A_record_that_always_fails_does_not_hold_up_the_others()
    {
        foreach (var id in (string[])["T-1", "T-2", "T-3"])
            house.Ticket(id, "printer");
        house.Target.BeforeWrite = batch =>
        {
            if (batch.Records[0].Key.Value == "T-1")
                throw new HttpRequestException("500");
        };
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Created = 2, Unsettled = 1 });
    }

    [SkippableFact]
    public async Task In_an_outage_no_more_than_one_batch_is_left_open_and_the_reason_is_told()
    {
        foreach (var id in (string[])["T-1", "T-2", "T-3"])
            house.Ticket(id, "printer");
        house.Target.BeforeWrite = _ =>
        {
            house.Target.IsDown = true;
            throw new HttpRequestException("503");
        };
        var push = await house.PushAsync();
        push.Unsettled.ShouldBe(1);
        push.Error.ShouldBe("target-0: the target is down");

        house.Target.IsDown = false;
        house.Target.BeforeWrite = _ => { };
        (await house.PushAsync()).Created.ShouldBe(3);
    }

    [SkippableFact]
    public async Task A_target_that_is_down_does_not_keep_the_others_from_theirs()
    {
        house.Ticket("T-1", "printer");
        house.Target.IsDown = true;
        var other = new InMemoryConnector();
        var summaries = await house.PushAsync([house.Target, other]);
        summaries.Select(summary => summary.IsComplete).ShouldBe([false, true]);
        other.Records.Count.ShouldBe(1);
    }

    [SkippableFact]
    public async Task What_refers_to_records_of_unknown_outcome_waits_until_that_is_known()
    {
        var target = new InMemoryConnector { Entities = ["customers", "tickets"] };
        house.Model("select distinct 'customer' as customer_id, 'Ann' as subject from tickets", "-- grain: customer · external key: customer_id · inputs: tickets", "customers");
        house.Ticket("T-1", "printer");
        target.BeforeWrite = batch => throw new HttpRequestException(batch.Entity);
        var stopped = (await house.PushAsync([target])).Single().Entities;
        stopped.Select(entity => (entity.Unsettled, entity.Error)).ShouldBe([(1, null), (0, "target-0: customers is not finished; what refers to it waits for the next push")]);
        target.Batches.ShouldAllBe(batch => batch.Entity == "customers");

        target.BeforeWrite = _ => { };
        (await house.PushAsync([target])).Single().Entities.Select(entity => entity.Created).ShouldBe([1, 1]);
        target.Records.Select(record => record.Key.Entity).ShouldBe(["customers", "tickets"]);
    }

    [SkippableFact]
    public async Task Of_a_batch_only_what_the_connector_vouches_for_is_confirmed()
    {
        using var batched = new PushHouse(newState, new InMemoryConnector { BatchSize = 10 });
        batched.Ticket("T-1", "printer");
        batched.Ticket("T-2", "router");
        var fails = 0;
        batched.Target.BeforeWrite = batch =>
        {
            if (++fails == 1)
                throw new RecordRefusedException(batch.Records[0].Key, "closed period", "open the period");
        };
        (await batched.PushAsync()).ShouldBe(new EntitySummary("tickets") { Created = 1, Refused = 1 });
        batched.SubjectsOf("T-2").ShouldBe(["router"]);
    }

    [SkippableFact]
    public async Task A_batch_that_the_target_refuses_whole_is_halved_until_the_culprit_is_found_and_the_others_arrive()
    {
        using var batched = new PushHouse(newState, new InMemoryConnector { BatchSize = 8 });
        for (var ticket = 1; ticket <= 8; ticket++)
            batched.Ticket($"T-{ticket}", "printer");
        batched.Target.BeforeWrite = batch =>
        {
            if (batch.Records.Any(record => record.Key.Value == "T-6"))
                throw new BatchRefusedException("a cell is too long", "shorten it") { Field = "subject" };
        };
        (await batched.PushAsync()).ShouldBe(new EntitySummary("tickets") { Created = 7, Refused = 1 });
        new DeadLetters(batched.State).List().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            letter => (letter.Key, letter.Field, letter.Reason, letter.Remedy).ShouldBe(("T-6", "subject", "a cell is too long", "shorten it")));
        batched.Target.Batches.Select(batch => batch.Id).ShouldBeUnique();
        batched.Target.Batches.Count.ShouldBe(7); // 8, 4, 4, 2, 1, 1, 2
    }

    [SkippableFact]
    public async Task A_ledger_that_was_lost_makes_no_second_record_of_what_the_target_holds()
    {
        house.Target.Plant(new("tickets", "T-1"), "from before");
        house.Ticket("T-1", "printer");
        house.Ticket("T-2", "router");
        (await house.PushAsync()).Created.ShouldBe(2);
        house.SubjectsOf("T-1").ShouldBe(["printer"]);
        house.SubjectsOf("T-2").ShouldBe(["router"]);
    }

    [SkippableFact]
    public async Task Secrets_that_a_target_repeats_are_stored_nowhere()
    {
        house.Configure = target => target with { Redact = text => text.Replace("s3cret", "${ENV:TOKEN}", StringComparison.Ordinal) };
        house.Ticket("T-1", "printer");
        house.Ticket("T-2", "router");
        house.Target.BeforeWrite = batch => throw (batch.Records[0].Key.Value == "T-1"
            ? new RecordRefusedException(batch.Records[0].Key, "token s3cret may not", "ask for more than s3cret")
            : new HttpRequestException("s3cret"));
        await house.PushAsync();
        new DeadLetters(house.State).List().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            letter => letter.Reason.ShouldBe("token ${ENV:TOKEN} may not"), letter => letter.Remedy.ShouldBe("ask for more than ${ENV:TOKEN}"));
        UnsettledPush.List(house.State).ShouldHaveSingleItem().LastError.ShouldBe("${ENV:TOKEN}");
    }
}

public sealed class PushFailureOnSqliteTests() : PushFailureTests(file => new SqliteState(file));

public sealed class PushFailureOnPostgresTests() : PushFailureTests(_ => PostgresServer.NewState());
