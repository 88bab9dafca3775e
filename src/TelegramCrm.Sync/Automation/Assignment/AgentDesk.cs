using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>An agent as the CRM last described them, and the tickets on their desk: those the CRM knows of, and those that were decided and are not there yet.</summary>
public sealed record AgentDesk
{
    /// <summary>The agent's id.</summary>
    public required string AgentId { get; init; }

    /// <summary><c>agent</c>, <c>senior</c> or <c>supervisor</c>.</summary>
    public string? Role { get; init; }

    /// <summary><c>available</c>, <c>busy</c>, <c>away</c> or <c>offline</c>.</summary>
    public string? Availability { get; init; }

    /// <summary>What they know.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>The queues they work in.</summary>
    public IReadOnlyList<string> QueueIds { get; init; } = [];

    /// <summary>How many tickets they take at most; null for no limit.</summary>
    public long? MaxOpenTickets { get; init; }

    /// <summary>Whether the CRM has deleted them.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Tickets of theirs that are neither resolved nor closed.</summary>
    public long OpenCount { get; init; }

    /// <summary>Tickets that were decided to be theirs and are not there yet.</summary>
    public long Pledged { get; private set; }

    /// <summary>Both together.</summary>
    public long Load => OpenCount + Pledged;

    /// <summary>Why nothing may be given to them now; null when it may.</summary>
    public string? Hindrance => this switch
    {
        { IsDeleted: true } => "deleted",
        { Availability: not "available" } => Availability ?? "of unknown availability",
        { MaxOpenTickets: { } most } when Load >= most => $"full ({Load} of {most})",
        _ => null,
    };

    /// <summary>Whether they fit a target.</summary>
    /// <param name="target">Who is wanted.</param>
    public bool Fits(AssignmentTarget target) => !IsDeleted
        && (target.Roles.Count == 0 || target.Roles.Contains(Role ?? ""))
        && target.Skills.All(Skills.Contains)
        && (target.MembersOf.Count == 0 || target.MembersOf.Any(QueueIds.Contains))
        && (target.Agents.Count == 0 || target.Agents.Contains(AgentId));

    /// <summary>Counts a ticket that was decided to be theirs.</summary>
    public void Pledge() => Pledged++;

    /// <summary>Counts one of those that is done.</summary>
    internal void Release() => Pledged--;
}
