using Shouldly;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Push;

/// <summary>What others do with our records in the target is noticed before it is written over, and handled as the configuration says.</summary>
public abstract class PushDriftTests : IDisposable
{
    private readonly PushHouse house;

    protected PushDriftTests(Func<string, IStateEngine> newState)
    {
        house = new(newState);
        house.Ticket("T-1", "printer");
        house.Ticket("T-2", "router");
    }

    public void Dispose() => house.Dispose();

    [SkippableFact]
    public async Task What_a_person_edited_is_kept_and_becomes_a_dead_letter_that_says_so()
    {
        await EditAsync();
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Unchanged = 1, Refused = 1 });
        house.SubjectsOf("T-1").ShouldBe(["a person's words"]);
        new DeadLetters(house.State).List().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            letter => letter.Reason.ShouldBe("somebody edited it in the target since it was last written"),
            letter => letter.Remedy.ShouldStartWith("`tgcrm push retry --key T-1` writes over that"));
        (await house.PushAsync()).Withheld.ShouldBe(1);
    }

    [SkippableFact]
    public async Task It_is_written_over_once_somebody_asks_for_it()
    {
        await EditAsync();
        await house.PushAsync();
        new DeadLetters(house.State).Retry(key: "T-1");
        (await house.PushAsync()).Updated.ShouldBe(1);
        house.SubjectsOf("T-1").ShouldBe(["printer on fire"]);
        new DeadLetters(house.State).List().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task It_is_written_over_at_once_where_the_configuration_says_so()
    {
        house.Configure = target => target with { OnEdited = EditedRecord.Overwrite };
        await EditAsync();
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Unchanged = 1, Updated = 1 });
        house.SubjectsOf("T-1").ShouldBe(["printer on fire"]);
    }

    [SkippableFact]
    public async Task What_is_edited_as_fast_as_it_is_written_is_left_open_with_the_reason()
    {
        house.Configure = target => target with { OnEdited = EditedRecord.Overwrite };
        await EditAsync();
        house.Target.BeforeWrite = _ => house.Target.Edit("T-1", "mine");
        (await house.PushAsync()).Unsettled.ShouldBe(1);
        UnsettledPush.List(house.State).ShouldHaveSingleItem().LastError.ShouldBe("T-1 is edited in the target each time it is written; see who else writes it");
    }

    [SkippableFact]
    public async Task What_a_person_deleted_stays_deleted_and_becomes_a_dead_letter_that_says_so()
    {
        await DeleteAsync();
        (await house.PushAsync()).Refused.ShouldBe(1);
        house.SubjectsOf("T-1").ShouldBeEmpty();
        new DeadLetters(house.State).List().ShouldHaveSingleItem().Reason.ShouldBe("somebody deleted it in the target");

        new DeadLetters(house.State).Retry();
        await house.PushAsync();
        house.SubjectsOf("T-1").ShouldBe(["printer on fire"]);
    }

    [SkippableFact]
    public async Task What_a_person_deleted_is_made_anew_where_the_configuration_says_so()
    {
        house.Configure = target => target with { OnDeleted = DeletedRecord.Recreate };
        await DeleteAsync();
        (await house.PushAsync()).Updated.ShouldBe(1);
        house.SubjectsOf("T-1").ShouldBe(["printer on fire"]);
    }

    [SkippableFact]
    public async Task A_deletion_that_only_the_look_up_after_a_lost_answer_sees_is_a_deletion_all_the_same()
    {
        await DeleteAsync();
        house.Target.BeforeWrite = _ =>
        {
            house.Target.BeforeWrite = _ => { };
            throw new HttpRequestException("connection reset");
        };
        (await house.PushAsync()).Refused.ShouldBe(1);
        house.SubjectsOf("T-1").ShouldBeEmpty();
    }

    private async Task EditAsync()
    {
        await house.PushAsync();
        house.Target.Edit("T-1", "a person's words");
        house.Ticket("T-1", "printer on fire");
    }

    private async Task DeleteAsync()
    {
        await house.PushAsync();
        house.Target.Delete("T-1");
        house.Ticket("T-1", "printer on fire");
    }
}

public sealed class PushDriftOnSqliteTests() : PushDriftTests(file => new SqliteState(file));

public sealed class PushDriftOnPostgresTests() : PushDriftTests(_ => PostgresServer.NewState());
