using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>What the rules say of a ticket at one moment.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record Verdict(WaitingTicket Ticket, string Reason)
{
    /// <summary>Whether it is to be placed now; otherwise it waits, or is left to people.</summary>
    public bool IsPlaced { get; init; }

    /// <summary>Whether people have decided on it, so that nothing is done.</summary>
    public bool IsPeoples { get; init; }

    /// <summary>The rule that places it; null for the default queue.</summary>
    public string? Rule { get; init; }

    /// <summary>Who gets it; null for nobody in particular.</summary>
    public string? AgentId { get; init; }

    /// <summary>The queue it is put in; null when it stays where it is.</summary>
    public string? QueueId { get; init; }

    /// <summary>The rules that were asked in vain, each with why.</summary>
    public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>Who could have got it.</summary>
    public IReadOnlyList<Candidate> Candidates { get; init; } = [];

    /// <summary>When another look may say something else although nothing was loaded; null when it is placed or left to people.</summary>
    public Instant? LookAgainAt { get; init; }
}

/// <summary>A rule that was asked in vain.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Why">Why it did not place the ticket.</param>
public sealed record PassedOver(string Rule, string Why)
{
    /// <summary>Whether it could not even be asked.</summary>
    public bool IsBroken { get; init; }
}

/// <summary>An agent who could have got a ticket.</summary>
/// <param name="AgentId">Who.</param>
/// <param name="Load">The tickets they had, decided ones included.</param>
/// <param name="Most">How many they take at most; null for no limit.</param>
public sealed record Candidate(string AgentId, long Load, long? Most);
