using Shouldly;
using TelegramCrm.Connectors;
using TelegramCrm.Connectors.Tests;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Push;

public abstract class PushModeTests : IDisposable
{
    private readonly PushHouse house;

    protected PushModeTests(Func<string, IStateEngine> newState)
    {
        house = new(newState, new InMemoryConnector { BatchSize = 2 }) { Configure = target => target with { Mode = PushMode.Mirror, MaxRemovedShare = 0.5 } };
        foreach (var id in (string[])["T-1", "T-2", "T-3", "T-4"])
            house.Ticket(id, "printer");
    }

    public void Dispose() => house.Dispose();

    [SkippableFact]
    public async Task A_mirror_removes_what_the_model_no_longer_gives_and_asks_with_the_fields_it_had()
    {
        await house.PushAsync();
        house.NoTicket("T-2");
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Removed = 1, Unchanged = 3 });
        house.SubjectsOf("T-2").ShouldBeEmpty();
        house.Target.Removals.ShouldHaveSingleItem().Records.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            record => record.Known.ShouldBe(new RemoteRecord("#2", "1")), record => record.Fields["subject"].GetString().ShouldBe("printer"));
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Unchanged = 3 });
    }

    [SkippableFact]
    public async Task Other_modes_remove_nothing()
    {
        house.Configure = target => target;
        await house.PushAsync();
        house.NoTicket("T-2");
        (await house.PushAsync()).Removed.ShouldBe(0);
        house.SubjectsOf("T-2").ShouldBe(["printer"]);
    }

    [SkippableFact]
    public async Task A_source_that_shrank_by_more_than_the_share_removes_nothing_and_is_told_but_its_changes_go_on()
    {
        await house.PushAsync();
        foreach (var id in (string[])["T-2", "T-3", "T-4"])
            house.NoTicket(id);
        house.Ticket("T-1", "printer on fire");
        var push = await house.PushAsync();
        push.ShouldSatisfyAllConditions(push => push.Updated.ShouldBe(1), push => push.Removed.ShouldBe(0),
            push => push.Error.ShouldNotBeNull().ShouldContain("3 of 4 records are gone from the model, and limits.maxRemovedShare allows 2 at once"));
        house.Target.Records.Count.ShouldBe(4);
    }

    [SkippableFact]
    public async Task An_empty_source_removes_nothing()
    {
        house.Configure = target => target with { Mode = PushMode.Mirror, MaxRemovedShare = 1 };
        await house.PushAsync();
        foreach (var id in (string[])["T-1", "T-2", "T-3", "T-4"])
            house.NoTicket(id);
        (await house.PushAsync()).Error.ShouldNotBeNull().ShouldContain("gives no rows");
        house.Target.Records.Count.ShouldBe(4);
    }

    [SkippableFact]
    public async Task A_removal_whose_answer_is_lost_is_asked_again_by_the_next_push()
    {
        await house.PushAsync();
        house.NoTicket("T-2");
        house.Target.AfterWrite = _ => throw new HttpRequestException("connection reset");
        (await house.PushAsync()).Unsettled.ShouldBe(1);
        house.Target.AfterWrite = _ => { };
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Removed = 1, Unchanged = 3 });
    }

    [SkippableFact]
    public async Task A_removal_that_the_target_refuses_is_a_dead_letter_until_somebody_asks_for_it()
    {
        await house.PushAsync();
        house.NoTicket("T-2");
        house.Target.BeforeWrite = batch => throw new RecordRefusedException(batch.Records[0].Key, "it has time entries", "move them");
        (await house.PushAsync()).Refused.ShouldBe(1);
        house.Target.BeforeWrite = _ => { };
        (await house.PushAsync()).Removed.ShouldBe(0);
        new DeadLetters(house.State).Retry(key: "T-2").ShouldBe(1);
        (await house.PushAsync()).Removed.ShouldBe(1);
        new DeadLetters(house.State).List().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Who_only_inserts_creates_and_never_touches_a_record_again()
    {
        house.Configure = target => target with { Mode = PushMode.InsertOnly };
        house.Target.Plant(new("tickets", "T-1"), "theirs");
        (await house.PushAsync()).Created.ShouldBe(4);
        house.SubjectsOf("T-1").ShouldBe(["theirs"]);
        house.Ticket("T-2", "printer on fire");
        house.Ticket("T-5", "new");
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Created = 1, Unchanged = 4 });
        house.SubjectsOf("T-2").ShouldBe(["printer"]);
    }
}

public sealed class PushModeOnSqliteTests() : PushModeTests(file => new SqliteState(file));

public sealed class PushModeOnPostgresTests() : PushModeTests(_ => PostgresServer.NewState());
