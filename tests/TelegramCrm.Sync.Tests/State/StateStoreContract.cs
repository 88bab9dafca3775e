using System.Data.Common;
using Dapper;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Shouldly;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Tests.State;

/// <summary>What every database of the state must keep; a class for each of them runs it.</summary>
public abstract class StateStoreContract
{
    private readonly FakeTimeProvider time = new(Records.Noon.ToDateTimeOffset());

    private protected abstract IStateEngine Engine { get; }

    private StateStore Store => StateStore.Open(Engine);

    [SkippableFact]
    public void What_was_committed_is_there_when_the_store_is_opened_again()
    {
        using (var connection = Store.Connect())
            connection.Execute("insert into push_claims (connector, entity, claim_id, run_id, claimed_at, attempt_count) values ('erp', 'tickets', 'c1', 'r1', '2026-03-14T09:30:00.000000Z', 1)");
        using var again = Store.Connect();
        again.QuerySingle<string>("select claim_id from push_claims").ShouldBe("c1");
    }

    [SkippableFact]
    public void What_was_not_committed_is_not_there()
    {
        using (var connection = Store.Connect())
        using (var transaction = connection.BeginTransaction())
            connection.Execute("insert into leases values ('a', 'b', 'c', 'd')", transaction: transaction);
        using var again = Store.Connect();
        again.ExecuteScalar<long>("select count(*) from leases").ShouldBe(0);
    }

    [SkippableFact]
    public void Nodes_that_start_together_make_the_tables_once() =>
        Parallel.For(0, 8, _ => Store.Connect().Dispose());

    [SkippableFact]
    public void A_store_of_a_newer_version_is_refused_and_named()
    {
        using (var connection = Store.Connect())
            connection.Execute("insert into state_migrations values (9999, '9999_from_the_future')");
        Should.Throw<StateSchemaException>(() => Store).Message.ShouldContain($"{Engine.Place}: has schema 9999");
    }

    [SkippableFact]
    public void A_migration_that_fails_leaves_the_store_as_it_was()
    {
        using var files = new MigrationFiles();
        StateStore.Open(Engine, files.Make(("0001_first", "create table first (id text not null)")));
        var broken = files.Make(("0001_first", "create table first (id text not null)"), ("0002_second", "create table second (id text not null)"), ("0003_third", "create tabel third"));
        Should.Throw<DbException>(() => StateStore.Open(Engine, broken));

        var mended = files.Make(("0001_first", "select 1"), ("0002_second", "create table second (id text not null, note text)"));
        using var connection = StateStore.Open(Engine, mended).Connect();
        connection.Execute("insert into second (id, note) values ('a', 'b')").ShouldBe(1);
    }

    [SkippableFact]
    public void Two_migrations_of_one_number_are_refused_before_anything_is_applied()
    {
        using var files = new MigrationFiles();
        Should.Throw<StateSchemaException>(() => StateStore.Open(Engine, files.Make(("0001_a", "select 1"), ("0001_b", "select 1"))));
    }

    [SkippableFact]
    public void A_lease_is_one_node_s_until_it_runs_out()
    {
        var leases = new Leases(Store, time);
        leases.TryTake("work", "node-1", Duration.FromSeconds(30)).ShouldBeTrue();
        leases.TryTake("work", "node-2", Duration.FromSeconds(30)).ShouldBeFalse();
        leases.TryTake("other work", "node-2", Duration.FromSeconds(30)).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(30));
        leases.TryTake("work", "node-2", Duration.FromSeconds(30)).ShouldBeTrue();
        leases.TryTake("work", "node-1", Duration.FromSeconds(30)).ShouldBeFalse();
        leases.List().Single().ShouldBe(new Lease("work", "node-2", Records.Noon + Duration.FromSeconds(30), Records.Noon + Duration.FromSeconds(60)));
    }

    [SkippableFact]
    public void A_lease_that_is_renewed_in_time_was_held_since_it_was_first_taken()
    {
        var leases = new Leases(Store, time);
        leases.TryTake("work", "node-1", Duration.FromSeconds(30)).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(29));
        leases.TryTake("work", "node-1", Duration.FromSeconds(30)).ShouldBeTrue();
        leases.List().Single().ShouldBe(new Lease("work", "node-1", Records.Noon, Records.Noon + Duration.FromSeconds(59)));
        time.Advance(TimeSpan.FromSeconds(31)); // there was a gap: someone else may have had it
        leases.TryTake("work", "node-1", Duration.FromSeconds(30)).ShouldBeTrue();
        leases.List().Single().TakenAt.ShouldBe(Records.Noon + Duration.FromSeconds(60));
    }

    [SkippableFact]
    public void A_lease_is_given_back_by_its_holder_alone()
    {
        var leases = new Leases(Store, time);
        leases.TryTake("work", "node-1", Duration.FromSeconds(30));
        leases.Release("work", "node-2");
        leases.TryTake("work", "node-2", Duration.FromSeconds(30)).ShouldBeFalse();
        leases.Release("work", "node-1");
        leases.TryTake("work", "node-2", Duration.FromSeconds(30)).ShouldBeTrue();
    }

    [SkippableFact]
    public void Of_many_nodes_that_reach_for_a_lease_together_one_gets_it()
    {
        var leases = new Leases(Store, time);
        Enumerable.Range(0, 16).AsParallel().Count(node => leases.TryTake("work", $"node-{node}", Duration.FromSeconds(30))).ShouldBe(1);
    }
}
