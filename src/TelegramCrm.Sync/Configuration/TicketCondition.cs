namespace TelegramCrm.Sync.Configuration;

/// <summary>What a ticket must be for a rule or policy to hold: every list that is not empty must contain the ticket's value.</summary>
public sealed record TicketCondition
{
    /// <summary>Queue ids.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>Teams of the ticket's queue.</summary>
    public IReadOnlyList<string> Teams { get; init; } = [];

    /// <summary>Customer tiers.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Priorities: low, normal, high or urgent.</summary>
    [OneOf("low", "normal", "high", "urgent")]
    public IReadOnlyList<string> Priorities { get; init; } = [];

    /// <summary>Telegram group ids.</summary>
    public IReadOnlyList<long> Groups { get; init; } = [];

    /// <summary>Tags; one in common is enough.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether every ticket that matches another condition matches this one too.</summary>
    internal bool Covers(TicketCondition other) => Covers(Queues, other.Queues) && Covers(Teams, other.Teams) && Covers(Tiers, other.Tiers)
        && Covers(Priorities, other.Priorities) && Covers(Groups, other.Groups) && Covers(Tags, other.Tags);

    private static bool Covers<T>(IReadOnlyList<T> mine, IReadOnlyList<T> others) => mine.Count == 0 || (others.Count > 0 && others.All(mine.Contains));
}
