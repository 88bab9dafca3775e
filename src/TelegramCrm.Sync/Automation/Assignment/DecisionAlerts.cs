using Microsoft.Extensions.Logging;
using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Tells of tickets that landed in the default queue and of decisions that the CRM refused, each once: what a crash left untold, the next process tells.</summary>
/// <param name="ledger">The decisions.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it is told.</param>
public sealed partial class DecisionAlerts(DecisionLedger ledger, TimeProvider time, ILogger<DecisionAlerts> log)
{
    /// <summary>Tells what is not told yet.</summary>
    public void Tell()
    {
        foreach (var decision in ledger.Untold())
        {
            if (decision.State == AssignmentDecision.Failed)
                Refused(decision.Number, decision.TicketId, decision.AgentId ?? decision.QueueId, decision.Outcome);
            else
                Landed(decision.Number, decision.TicketId, decision.QueueId, decision.Reason);
            ledger.MarkTold(decision.Number, Instant.FromDateTimeOffset(time.GetUtcNow()));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Assignment alert {Number}: ticket {TicketId} landed in the default queue {QueueId}: {Reason}")]
    private partial void Landed(long number, string ticketId, string? queueId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Assignment alert {Number}: the CRM refused ticket {TicketId} for {Target}; it is a dead letter, and the ticket is decided again: {Why}")]
    private partial void Refused(long number, string ticketId, string? target, string? why);
}
