using static TelegramCrm.Sync.Automation.Assignment.AssignmentDecision;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Holds open decisions against what is known now: one that was overtaken is withdrawn before it is sent.</summary>
internal static class Revalidation
{
    /// <summary>The decisions that no longer hold. The tickets of the others are counted on their agents' desks.</summary>
    /// <param name="open">Decisions that are not applied, withdrawn or refused.</param>
    /// <param name="world">What is known now.</param>
    public static IReadOnlyList<DecisionEnd> Overtaken(IEnumerable<AssignmentDecision> open, AssignmentWorld world)
    {
        var tickets = world.Tickets.ToDictionary(ticket => ticket.TicketId);
        var overtaken = new List<DecisionEnd>();
        foreach (var decision in open)
        {
            if (WhyNot(decision, tickets.GetValueOrDefault(decision.TicketId), world) is { } why)
                overtaken.Add(new(decision, Withdrawn, why));
            else if (decision.AgentId is { } agent)
                world.Desks.GetValueOrDefault(agent)?.Pledge();
        }
        return overtaken;
    }

    private static string? WhyNot(AssignmentDecision decision, WaitingTicket? ticket, AssignmentWorld world)
    {
        // One that may have been sent is perhaps the reason why the ticket waits no more, or stands where it was to be put: the CRM knows.
        if (decision.State == Sending && (ticket is null || (decision.AgentId is null && ticket.QueueId == decision.QueueId)))
            return null;
        if (ticket is null)
            return "the ticket no longer waits";
        if (ticket.ArrivedAt != decision.ArrivedAt)
            return "the ticket has arrived anew since";
        if (ticket.DecidedBy is { } person)
            return person;
        if (ticket.VersionAt != decision.VersionAt)
            return "the ticket has changed since, so it is decided again";
        return decision.AgentId is not { } agent ? null : world.Desks.GetValueOrDefault(agent) switch
        {
            null => $"the CRM no longer lists {agent}",
            { Hindrance: { } hindrance } => $"{agent} is {hindrance} now",
            _ => null,
        };
    }
}
