using Dapper;
using Shouldly;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Push;

public abstract class DeadLetterTests : IDisposable
{
    private readonly PushHouse house;

    protected DeadLetterTests(Func<string, IStateEngine> newState)
    {
        house = new(newState);
        house.Ticket("T-1", "printer");
        house.Ticket("T-2", null);
    }

    public void Dispose() => house.Dispose();

    [SkippableFact]
    public async Task A_refused_record_becomes_a_dead_letter_with_the_target_s_words_and_the_others_go_on()
    {
        var push = await house.PushAsync();
        push.ShouldBe(new EntitySummary("tickets") { Created = 1, Refused = 1 });
        push.IsComplete.ShouldBeFalse();
        new DeadLetters(house.State).List().ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            letter => (letter.Connector, letter.Entity, letter.Key).ShouldBe(("target-0", "tickets", "T-2")),
            letter => (letter.Field, letter.Reason, letter.Remedy).ShouldBe(("subject", "Subject cannot be blank", "map a subject")),
            letter => letter.RefusedAt.ToDateTimeOffset().ShouldBe(house.Now),
            letter => letter.IsToBeRetried.ShouldBeFalse());
    }

    [SkippableFact]
    public async Task It_is_left_alone_until_it_changes_and_then_it_is_mended()
    {
        await house.PushAsync();
        var requests = house.Target.Requests;
        (await house.PushAsync()).ShouldBe(new EntitySummary("tickets") { Unchanged = 1, Withheld = 1 });
        house.Target.Requests.ShouldBe(requests);

        house.Ticket("T-2", "router");
        (await house.PushAsync()).Created.ShouldBe(1);
        new DeadLetters(house.State).List().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task It_is_tried_again_once_when_somebody_asks()
    {
        await house.PushAsync();
        var letters = new DeadLetters(house.State);
        letters.Retry(key: "T-9").ShouldBe(0);
        letters.Retry("target-0", "tickets", "T-2").ShouldBe(1);
        letters.List().ShouldHaveSingleItem().IsToBeRetried.ShouldBeTrue();
        (await house.PushAsync()).Refused.ShouldBe(1);
        (await house.PushAsync()).ShouldSatisfyAllConditions(push => push.Refused.ShouldBe(0), push => push.Withheld.ShouldBe(1));
    }

    [SkippableFact]
    public async Task It_is_forgotten_when_its_record_is_no_longer_to_be_sent()
    {
        await house.PushAsync();
        house.Warehouse.Execute("delete from tickets where ticket_id = 'T-2'");
        await house.PushAsync();
        new DeadLetters(house.State).List().ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task Twins_found_after_a_lost_answer_become_a_dead_letter_and_are_not_written()
    {
        house.Target.AfterWrite = batch =>
        {
            house.Target.Plant(batch.Records[0].Key); // somebody else's, of the same key
            house.Target.AfterWrite = _ => { };
            throw new HttpRequestException("connection reset");
        };
        (await house.PushAsync()).Refused.ShouldBe(2);
        new DeadLetters(house.State).List()[0].Reason.ShouldBe("2 records carry this key");
        house.SubjectsOf("T-1").ShouldBe(["printer", "planted"]);
    }
}

public sealed class DeadLetterOnSqliteTests() : DeadLetterTests(file => new SqliteState(file));

public sealed class DeadLetterOnPostgresTests() : DeadLetterTests(_ => PostgresServer.NewState());
