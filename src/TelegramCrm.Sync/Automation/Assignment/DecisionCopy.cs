using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Keeps a copy of the decisions in the warehouse, where <c>analytics.assignments</c> is made of it.</summary>
public static class DecisionCopy
{
    private static readonly LedgerCopy<AssignmentDecision> Copy = new(
        "ops.assignments", "decision_number || ' ' || ticket_id", decision => $"{decision.Number} {decision.TicketId}", decision => decision.Change,
        (row, decision) => row.AppendValue(decision.Number).AppendValue(decision.Change).AppendValue(decision.TicketId)
            .AppendValue(decision.ArrivedAt.ToDateTimeOffset()).AppendValue(decision.DecidedAt.ToDateTimeOffset())
            .AppendValue(decision.Rule).AppendValue(decision.AgentId).AppendValue(decision.QueueId).AppendValue(decision.Reason).AppendValue(decision.Inputs)
            .AppendValue(decision.CacheAgeSeconds).AppendValue(decision.State).AppendValue(decision.Outcome).AppendValue(decision.SettledAt?.ToDateTimeOffset()));

    /// <summary>Brings <c>ops.assignments</c> up to the ledger.</summary>
    /// <param name="connection">The working warehouse, in no transaction, while nobody else writes.</param>
    /// <param name="ledger">The decisions.</param>
    public static void Write(DuckDBConnection connection, DecisionLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(ledger);
        Copy.Write(connection, ledger.After);
    }
}
