using NodaTime;
using Shouldly;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.State;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>The record of decisions, on every database of the state.</summary>
public abstract class DecisionLedgerTests(Func<string, IStateEngine> newState) : IDisposable
{
    private readonly TestWarehouse warehouse = new();
    private DecisionLedger? opened;

    private DecisionLedger Ledger => opened ??= new DecisionLedger(StateStore.Open(newState(warehouse.Folder.StateFile)));

    [SkippableFact]
    public void An_arrival_is_decided_once_and_again_only_when_that_was_withdrawn_or_refused()
    {
        Ledger.Record([Decision("t1"), Decision("t1", agent: "b"), Decision("t2")], []).ShouldBe(2);
        Ledger.Settle([new(Ledger.Open()[0], AssignmentDecision.Withdrawn, "overtaken"), new(Ledger.Open()[1], AssignmentDecision.Applied, null)], Records.Noon);
        Ledger.Record([Decision("t1", agent: "b"), Decision("t2")], []).ShouldBe(1);
        Ledger.Of("t1").Select(decision => (decision.AgentId, decision.State, decision.Outcome)).ShouldBe([("a", "withdrawn", "overtaken"), ("b", "decided", null)]);
        Ledger.Done(Records.Noon).ShouldBe([("t2", Records.Noon)]);
        Ledger.Counts().OrderBy(count => count.Key, StringComparer.Ordinal).Select(count => (count.Key, count.Value)).ShouldBe([("applied", 1L), ("decided", 1L), ("withdrawn", 1L)]);
    }

    [SkippableFact]
    public void An_end_that_is_not_known_leaves_a_decision_open()
    {
        Ledger.Record([Decision("t1")], []);
        Ledger.MarkSending(Ledger.Open().Select(decision => decision.Number));
        Ledger.Settle([new(Ledger.Open()[0], AssignmentDecision.Sending, "the CRM is away")], Records.Noon);
        Ledger.Open().ShouldHaveSingleItem().State.ShouldBe("sending");
    }

    [SkippableFact]
    public void Only_what_landed_in_the_default_queue_or_was_refused_is_told_and_once()
    {
        Ledger.Record([Decision("t1"), Decision("t2") with { Rule = null, AgentId = null, QueueId = "q" }, Decision("t3"), Decision("t4") with { Rule = null }], []);
        Ledger.Untold().ShouldBeEmpty();
        Ledger.Settle([.. Ledger.Open().Take(3).Select((decision, index) => new DecisionEnd(decision, index == 2 ? AssignmentDecision.Failed : AssignmentDecision.Applied, "no"))], Records.Noon);
        Ledger.Untold().Select(decision => decision.TicketId).ShouldBe(["t2", "t3"]);
        foreach (var decision in Ledger.Untold())
            Ledger.MarkTold(decision.Number, Records.Noon);
        Ledger.Untold().ShouldBeEmpty();
        Ledger.Refused(Records.Noon)["t3"].ShouldBe(["a"]);
        Ledger.Refused(Records.Noon + Duration.FromSeconds(1))["t3"].ShouldBeEmpty();
    }

    [SkippableFact]
    public void Turns_are_kept_with_the_decisions_that_took_them()
    {
        Ledger.Record([Decision("t1")], [new("r", "a", 1, 0, 1)]);
        Ledger.Record([Decision("t2")], [new("r", "a", 2, 1, 2), new("r", "b", 3, 0, 0.5)]);
        var chosen = Ledger.ReadTurns().Choose(new() { Name = "r", To = new(), Strategy = "round_robin" }, [new() { AgentId = "a" }, new() { AgentId = "b" }, new() { AgentId = "c" }]);
        chosen.AgentId.ShouldBe("c");
        Ledger.ReadTurns().Choose(new() { Name = "r", To = new(), Strategy = "round_robin" }, [new() { AgentId = "a" }, new() { AgentId = "b" }]).AgentId.ShouldBe("a");
    }

    [SkippableFact]
    public void The_warehouse_has_a_copy_that_follows_each_change_and_begins_anew_with_another_state()
    {
        Ledger.Record([Decision("t1"), Decision("t2")], []);
        Copy().ShouldBe([("t1", "decided"), ("t2", "decided")]);
        Ledger.Settle([new(Ledger.Open()[0], AssignmentDecision.Applied, null)], Records.Noon);
        Copy().ShouldBe([("t1", "applied"), ("t2", "decided")]);
        Ledger.Settle([new(Ledger.Open()[0], AssignmentDecision.Failed, "no")], Records.Noon);
        Copy().ShouldBe([("t1", "applied"), ("t2", "failed")]);
        opened = new DecisionLedger(StateStore.Open(new SqliteState(Path.Combine(warehouse.Folder.Path, "other.db"))));
        Ledger.Record([Decision("t9")], []);
        Copy().ShouldBe([("t9", "decided")]);
    }

    public void Dispose() => warehouse.Dispose();

    private IReadOnlyList<(string, string)> Copy()
    {
        using var connection = warehouse.Connect();
        DecisionCopy.Write(connection, Ledger);
        return warehouse.Query<(string, string)>("select ticket_id, state from ops.assignments order by ticket_id");
    }

    private static AssignmentDecision Decision(string ticket, string agent = "a") => new()
    {
        TicketId = ticket,
        ArrivedAt = Records.Noon,
        DecidedAt = Records.Noon + Duration.FromSeconds(1),
        Rule = "r",
        AgentId = agent,
        Reason = "because",
        Inputs = """{"version":"2026-03-01T12:00:00Z"}""",
    };
}

public sealed class DecisionLedgerOnSqliteTests() : DecisionLedgerTests(file => new SqliteState(file));

public sealed class DecisionLedgerOnPostgresTests() : DecisionLedgerTests(_ => PostgresServer.NewState());
