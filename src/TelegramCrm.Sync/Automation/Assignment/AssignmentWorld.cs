using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>All that decisions are made from, at one instant.</summary>
/// <param name="Now">The instant.</param>
/// <param name="Tickets">Every ticket that nobody has.</param>
/// <param name="Desks">Every agent, by id.</param>
/// <param name="Queues">The id of every queue.</param>
/// <param name="DefaultQueues">The ids of those that the CRM calls its default.</param>
/// <param name="Hours">Which calendars are open.</param>
public sealed record AssignmentWorld(
    Instant Now,
    IReadOnlyList<WaitingTicket> Tickets,
    IReadOnlyDictionary<string, AgentDesk> Desks,
    IReadOnlySet<string> Queues,
    IReadOnlyList<string> DefaultQueues,
    OpenCalendars Hours)
{
    /// <summary>How old it is; null when it was read for these decisions.</summary>
    public Duration? Age { get; init; }

    /// <summary>Whether it is too old for rules to be asked.</summary>
    public bool IsTooOld { get; init; }
}
