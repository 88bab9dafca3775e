using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Keeps a copy of the decisions in the warehouse, where <c>analytics.assignments</c> is made of it.</summary>
public static class DecisionCopy
{
    /// <summary>Brings <c>ops.assignments</c> up to the ledger: as a rule by what has changed, and from the beginning when the state was replaced.</summary>
    /// <param name="connection">The working warehouse, in no transaction, while nobody else writes.</param>
    /// <param name="ledger">The decisions.</param>
    public static void Write(DuckDBConnection connection, DecisionLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(ledger);
        var last = connection.QuerySingleOrDefault<(long Change, long Number, string Ticket)>(
            "select change_number, decision_number, ticket_id from ops.assignments order by change_number desc limit 1");
        var fromLast = ledger.After(Math.Max(0, last.Change - 1)); // the last one copied, if it is still there, comes first
        var isOfThisLedger = last.Change == 0 || fromLast.Any(decision => (decision.Number, decision.TicketId) == (last.Number, last.Ticket));
        var changed = isOfThisLedger ? fromLast.Where(decision => decision.Change > last.Change).ToList() : ledger.After(0);
        if (isOfThisLedger && changed.Count == 0)
            return;
        using var transaction = connection.BeginTransaction();
        if (!isOfThisLedger)
            connection.Execute("delete from ops.assignments");
        Append(connection, changed);
        connection.Execute("""
            delete from ops.assignments
            where change_number <= $Change and decision_number in (select decision_number from ops.assignments where change_number > $Change)
            """, new { last.Change });
        transaction.Commit();
    }

    private static void Append(DuckDBConnection connection, IEnumerable<AssignmentDecision> decisions)
    {
        using var appender = connection.CreateAppender("ops", "assignments");
        foreach (var decision in decisions)
        {
            appender.CreateRow().AppendValue(decision.Number).AppendValue(decision.Change).AppendValue(decision.TicketId)
                .AppendValue(decision.ArrivedAt.ToDateTimeOffset()).AppendValue(decision.DecidedAt.ToDateTimeOffset())
                .AppendValue(decision.Rule).AppendValue(decision.AgentId).AppendValue(decision.QueueId).AppendValue(decision.Reason).AppendValue(decision.Inputs)
                .AppendValue(decision.CacheAgeSeconds).AppendValue(decision.State).AppendValue(decision.Outcome).AppendValue(decision.SettledAt?.ToDateTimeOffset()).EndRow();
        }
    }
}
