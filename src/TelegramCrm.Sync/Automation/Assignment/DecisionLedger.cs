using Dapper;
using NodaTime;
using TelegramCrm.Sync.State;
using static TelegramCrm.Sync.Automation.Assignment.AssignmentDecision;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>
/// Every decision that was ever made, in the state store. A ticket's arrival has one open or applied decision at most, whoever decides and however
/// often: an index sees to that. A decision is recorded before it is sent, so a crash leaves at most one whose end has to be looked up.
/// </summary>
/// <param name="state">The store.</param>
public sealed class DecisionLedger(StateStore state)
{
    private const string Columns = """
        decision_number as "Number", ticket_id as "TicketId", arrived_at as "ArrivedAt", decided_at as "DecidedAt", rule as "Rule", agent_id as "AgentId", queue_id as "QueueId",
        reason as "Reason", inputs as "Inputs", cache_age_seconds as "CacheAgeSeconds", state as "State", outcome as "Outcome", settled_at as "SettledAt", change_number as "Change"
        """;

    private const string NextChange = "(select coalesce(max(change_number), 0) + 1 from automation_decisions)";

    /// <summary>Records decisions, and the turns that they took, all or none. A ticket whose arrival has an open or applied decision is left out.</summary>
    /// <param name="decisions">The decisions.</param>
    /// <param name="turns">The turns.</param>
    /// <returns>How many are new.</returns>
    public int Record(IEnumerable<AssignmentDecision> decisions, IEnumerable<AgentTurn> turns)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        var added = decisions.Sum(decision => connection.Execute($"""
            insert into automation_decisions (decision_number, ticket_id, arrived_at, decided_at, rule, agent_id, queue_id, reason, inputs, cache_age_seconds, state, change_number)
            select coalesce(max(decision_number), 0) + 1, @TicketId, @arrivedAt, @decidedAt, @Rule, @AgentId, @QueueId, @Reason, @Inputs, @CacheAgeSeconds, 'decided', coalesce(max(change_number), 0) + 1
            from automation_decisions where true
            on conflict do nothing
            """, new { decision.TicketId, arrivedAt = decision.ArrivedAt.ToText(), decidedAt = decision.DecidedAt.ToText(), decision.Rule, decision.AgentId, decision.QueueId, decision.Reason, decision.Inputs, decision.CacheAgeSeconds }, transaction));
        connection.Execute("""
            insert into automation_turns (rule, agent_id, turn, share_from, share_until) values (@Rule, @AgentId, @Turn, @ShareFrom, @ShareUntil)
            on conflict (rule, agent_id) do update set turn = excluded.turn, share_from = excluded.share_from, share_until = excluded.share_until
            """, turns, transaction);
        transaction.Commit();
        return added;
    }

    /// <summary>Marks decisions as about to be sent: from now on the CRM may have them.</summary>
    /// <param name="numbers">Which.</param>
    public void MarkSending(IEnumerable<long> numbers) => Change(numbers.Select(number => new { number, state = Sending, outcome = (string?)null, settledAt = (string?)null }));

    /// <summary>Records what became of decisions, all or none.</summary>
    /// <param name="ends">The ends; one that is still open changes nothing.</param>
    /// <param name="now">The present instant.</param>
    public void Settle(IEnumerable<DecisionEnd> ends, Instant now) => Change(ends.Where(end => end.State is Applied or Withdrawn or Failed)
        .Select(end => new { number = end.Decision.Number, state = end.State, outcome = end.Outcome, settledAt = (string?)now.ToText() }));

    /// <summary>Decisions that are not applied, withdrawn or refused, in their order.</summary>
    public IReadOnlyList<AssignmentDecision> Open() => Read($"select {Columns} from automation_decisions where state in ('decided', 'sending') order by decision_number");

    /// <summary>A ticket's decisions, in their order.</summary>
    /// <param name="ticketId">The ticket.</param>
    public IReadOnlyList<AssignmentDecision> Of(string ticketId) => Read($"select {Columns} from automation_decisions where ticket_id = @ticketId order by decision_number", new { ticketId });

    /// <summary>Decisions that changed behind a change, in the order of their changes.</summary>
    /// <param name="change">0 for all.</param>
    public IReadOnlyList<AssignmentDecision> After(long change) => Read($"select {Columns} from automation_decisions where change_number > @change order by change_number", new { change });

    /// <summary>Applied decisions on arrivals since an instant: those tickets are done.</summary>
    /// <param name="since">The instant.</param>
    public IReadOnlySet<(string TicketId, Instant ArrivedAt)> Done(Instant since)
    {
        using var connection = state.Connect();
        return connection.Query<(string TicketId, string ArrivedAt)>("select ticket_id, arrived_at from automation_decisions where state = 'applied' and arrived_at >= @since", new { since = since.ToText() })
            .Select(done => (done.TicketId, StateTime.ToInstant(done.ArrivedAt))).ToHashSet();
    }

    /// <summary>Which agents and queues the CRM refused for a ticket since an instant.</summary>
    /// <param name="since">The instant.</param>
    public ILookup<string, string> Refused(Instant since)
    {
        using var connection = state.Connect();
        return connection.Query<(string TicketId, string? AgentId, string? QueueId)>(
                "select ticket_id, agent_id, queue_id from automation_decisions where state = 'failed' and settled_at >= @since", new { since = since.ToText() })
            .SelectMany(failed => new[] { failed.AgentId, failed.QueueId }.OfType<string>(), (failed, target) => (failed.TicketId, target))
            .ToLookup(refused => refused.TicketId, refused => refused.target);
    }

    /// <summary>How many decisions are in each state.</summary>
    public IReadOnlyDictionary<string, long> Counts()
    {
        using var connection = state.Connect();
        return connection.Query<(string State, long Count)>("select state, count(*) from automation_decisions group by state").ToDictionary(row => row.State, row => row.Count);
    }

    /// <summary>Decisions that an alert must be told of, and of which none was: landed in the default queue, or refused.</summary>
    public IReadOnlyList<AssignmentDecision> Untold() => Read($"""
        select {Columns} from automation_decisions where told_at is null and rule is null and state = 'applied'
        union all
        select {Columns} from automation_decisions where told_at is null and state = 'failed'
        order by 1
        """);

    /// <summary>Marks a decision as told.</summary>
    /// <param name="number">Which.</param>
    /// <param name="now">The present instant.</param>
    public void MarkTold(long number, Instant now)
    {
        using var connection = state.Connect();
        connection.Execute("update automation_decisions set told_at = @now where decision_number = @number", new { number, now = now.ToText() });
    }

    /// <summary>Whose turn it is.</summary>
    public Turns ReadTurns()
    {
        using var connection = state.Connect();
        return new Turns(connection.Query<AgentTurn>("""select rule as "Rule", agent_id as "AgentId", turn as "Turn", share_from as "ShareFrom", share_until as "ShareUntil" from automation_turns"""));
    }

    private void Change<T>(IEnumerable<T> changes)
    {
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        foreach (var change in changes)
            connection.Execute($"update automation_decisions set state = @state, outcome = @outcome, settled_at = @settledAt, change_number = {NextChange} where decision_number = @number", change, transaction);
        transaction.Commit();
    }

    private List<AssignmentDecision> Read(string sql, object? parameters = null)
    {
        using var connection = state.Connect();
        return [.. connection.Query<Row>(sql, parameters).Select(row => row.ToDecision())];
    }

    private sealed record Row(
        long Number, string TicketId, string ArrivedAt, string DecidedAt, string? Rule, string? AgentId, string? QueueId, string Reason, string Inputs, long? CacheAgeSeconds,
        string State, string? Outcome, string? SettledAt, long Change)
    {
        public AssignmentDecision ToDecision() => new()
        {
            Number = Number,
            TicketId = TicketId,
            ArrivedAt = StateTime.ToInstant(ArrivedAt),
            DecidedAt = StateTime.ToInstant(DecidedAt),
            Rule = Rule,
            AgentId = AgentId,
            QueueId = QueueId,
            Reason = Reason,
            Inputs = Inputs,
            CacheAgeSeconds = CacheAgeSeconds,
            State = State,
            Outcome = Outcome,
            SettledAt = SettledAt is null ? null : StateTime.ToInstant(SettledAt),
            Change = Change,
        };
    }
}

/// <summary>What became of a decision.</summary>
/// <param name="Decision">Which.</param>
/// <param name="State">Its state now; unchanged when the CRM could not be asked.</param>
/// <param name="Outcome">Why, in words.</param>
/// <param name="Ticket">The ticket as the CRM gave it on the way; null when it did not.</param>
public sealed record DecisionEnd(AssignmentDecision Decision, string State, string? Outcome, byte[]? Ticket = null);
