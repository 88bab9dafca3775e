using Shouldly;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Push;

/// <summary>What others do in a target is seen before there is anything to write.</summary>
public abstract class TargetComparisonTests : IDisposable
{
    private readonly PushHouse house;

    protected TargetComparisonTests(Func<string, IStateEngine> newState)
    {
        house = new(newState);
        foreach (var id in (string[])["T-1", "T-2", "T-3"])
            house.Ticket(id, "printer");
    }

    public void Dispose() => house.Dispose();

    [SkippableFact]
    public async Task A_target_that_holds_what_was_sent_is_equal_at_the_cost_of_a_list()
    {
        await house.PushAsync();
        var requests = house.Target.Requests;
        (await house.CompareAsync()).ShouldSatisfyAllConditions(found => found.IsEqual.ShouldBeTrue(), found => found.Held.ShouldBe(3));
        (house.Target.Requests - requests).ShouldBe(1);
    }

    [SkippableFact]
    public async Task What_is_missing_edited_besides_or_double_is_told_by_its_key()
    {
        await DisturbAsync();
        (await house.CompareAsync()).ShouldSatisfyAllConditions(
            found => found.Missing.ShouldBe(["T-1"]), found => found.Edited.ShouldBe(["T-2"]), found => found.Extra.ShouldBe(["T-8"]), found => found.Twins.ShouldBe(["T-3"]));
    }

    [SkippableFact]
    public async Task A_target_that_lists_nothing_is_asked_for_each_record_and_what_is_there_besides_is_unavailable()
    {
        await DisturbAsync();
        (await house.CompareAsync(new OnlyFinds(house.Target))).ShouldSatisfyAllConditions(
            found => found.Missing.ShouldBe(["T-1"]), found => found.Edited.ShouldBe(["T-2"]), found => found.Extra.ShouldBeNull(), found => found.Twins.ShouldBe(["T-3"]));
    }

    [SkippableFact]
    public async Task What_was_found_is_mended_by_the_next_push_but_for_twins()
    {
        await DisturbAsync();
        house.Ticket("T-8", "new");
        await house.AcceptAsync(await house.CompareAsync());
        (await house.PushAsync()).ShouldSatisfyAllConditions(push => push.Created.ShouldBe(1), push => push.Updated.ShouldBe(2));
        foreach (var (id, subject) in ((string, string)[])[("T-1", "printer"), ("T-2", "printer"), ("T-8", "new")])
            house.SubjectsOf(id).ShouldBe([subject]);
        (await house.CompareAsync()).ShouldSatisfyAllConditions(found => found.Count.ShouldBe(1), found => found.Twins.ShouldBe(["T-3"]));
    }

    [SkippableFact]
    public async Task A_target_that_fails_is_not_taken_for_an_empty_one()
    {
        await house.PushAsync();
        (await house.CompareAsync(new Fails(house.Target))).ShouldSatisfyAllConditions(found => found.Error.ShouldBe("503"), found => found.IsEqual.ShouldBeFalse(), found => found.Missing.ShouldBeEmpty());
    }

    private async Task DisturbAsync()
    {
        await house.PushAsync();
        house.Target.Delete("T-1");
        house.Target.Edit("T-2", "a person's words");
        house.Target.Plant(new("tickets", "T-3"));
        house.Target.Plant(new("tickets", "T-8"));
    }

    private class OnlyFinds(IConnector connector) : IConnector
    {
        public IReadOnlyList<ReceivedEntity> Receives => connector.Receives;

        public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => connector.CheckAsync(cancellationToken);

        public virtual Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => connector.FindAsync(key, cancellationToken);

        public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) => connector.WriteAsync(batch, cancellationToken);
    }

    private sealed class Fails(IConnector connector) : OnlyFinds(connector)
    {
        public override Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => throw new HttpRequestException("503");
    }
}

public sealed class TargetComparisonOnSqliteTests() : TargetComparisonTests(file => new SqliteState(file));

public sealed class TargetComparisonOnPostgresTests() : TargetComparisonTests(_ => PostgresServer.NewState());
