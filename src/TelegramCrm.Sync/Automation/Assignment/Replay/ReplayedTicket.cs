using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment.Replay;

/// <summary>A ticket of the past: what the rules would have done with it, and what was done.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="CreatedAt">When it came.</param>
/// <param name="Rule">The rule that would have placed it; null when none would have.</param>
/// <param name="AgentId">Who would have got it; null for nobody in particular.</param>
/// <param name="QueueId">The queue it would have been put in; null when it had stayed where it was.</param>
/// <param name="PlacedAt">When; null when people had it, or had done with it, before.</param>
/// <param name="Reason">Why.</param>
/// <param name="ActualAgentId">Who got it first; null when nobody did.</param>
/// <param name="ActualAt">When that was.</param>
public sealed record ReplayedTicket(
    string TicketId, Instant CreatedAt, string? Rule, string? AgentId, string? QueueId, Instant? PlacedAt, string Reason, string? ActualAgentId, Instant? ActualAt);

/// <summary>An agent in the past: what the rules would have given them, and what they got.</summary>
/// <param name="AgentId">Who.</param>
/// <param name="Given">Tickets that they would have got first.</param>
/// <param name="MostOpen">The most they would have had open at once.</param>
/// <param name="ActuallyGiven">Tickets that they did get first.</param>
/// <param name="ActuallyMostOpen">The most they had open at once, as far as first assignments tell.</param>
public sealed record ReplayedAgent(string AgentId, long Given, long MostOpen, long ActuallyGiven, long ActuallyMostOpen);

/// <summary>What rules would have done with the tickets of a span.</summary>
/// <param name="Tickets">Every ticket, in the order they came.</param>
/// <param name="Agents">Everybody who got or would have got one.</param>
/// <param name="AvailabilityKnownSince">Before this instant, agents are taken as they were first seen; null when there are none.</param>
public sealed record ReplayOutcome(IReadOnlyList<ReplayedTicket> Tickets, IReadOnlyList<ReplayedAgent> Agents, Instant? AvailabilityKnownSince)
{
    /// <summary>How many tickets each rule would have placed, the default queue under an empty name, in order of the number.</summary>
    public IReadOnlyList<(string Rule, int Count)> ByRule =>
        [.. Tickets.Where(ticket => ticket.PlacedAt is not null).GroupBy(ticket => ticket.Rule ?? "").Select(group => (group.Key, group.Count())).OrderByDescending(group => group.Item2).ThenBy(group => group.Key, StringComparer.Ordinal)];

    /// <summary>How many would have gone to somebody else, or to somebody instead of nobody, or the other way round.</summary>
    public int Different => Tickets.Count(ticket => ticket.PlacedAt is not null && ticket.AgentId != ticket.ActualAgentId);
}
