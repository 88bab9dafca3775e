using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>Which tickets go where.</summary>
public sealed record AssignmentRule
{
    /// <summary>Unique; stands with each decision it made.</summary>
    [Written("^[a-z0-9_-]{1,64}$", "a name of small letters, digits, _ and -", "premium-seniors")]
    public required string Name { get; init; }

    /// <summary>Which tickets; all of them without it.</summary>
    public AssignmentCondition When { get; init; } = new();

    /// <summary>Who gets them, or which queue.</summary>
    public required AssignmentTarget To { get; init; }

    /// <summary>Which of several agents gets a ticket: the one with the <c>least_loaded</c> desk, each in turn (<c>round_robin</c>), or by <c>weighted</c> shares.</summary>
    [OneOf("least_loaded", "round_robin", "weighted")]
    public string Strategy { get; init; } = "least_loaded";

    /// <summary>Shares by agent id for <c>weighted</c>, whole numbers from 1; who is not named has 1.</summary>
    public IReadOnlyDictionary<string, int> Weights { get; init; } = new Dictionary<string, int>();

    /// <summary>How long after its arrival a ticket waits for one of these agents before the next rules are asked.</summary>
    [Within("0s", "30d")]
    public Duration WaitFor { get; init; }
}

/// <summary>What a ticket must be for a rule to match: every key that is given must fit.</summary>
public sealed record AssignmentCondition
{
    /// <summary>Queue ids.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>Customer tiers.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Priorities: low, normal, high or urgent.</summary>
    [OneOf("low", "normal", "high", "urgent")]
    public IReadOnlyList<string> Priorities { get; init; } = [];

    /// <summary>Tags; one in common is enough.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The customer's languages, as the CRM writes them.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Telegram group ids.</summary>
    public IReadOnlyList<long> Groups { get; init; } = [];

    /// <summary>A regular expression of .NET that is found in the subject; case does not count.</summary>
    public string? Subject { get; init; }

    /// <summary>Custom fields by name, each with the values that fit. Numbers and true or false are written as text.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>A calendar that must be open at the moment of the decision.</summary>
    public string? During { get; init; }

    /// <summary>A calendar that must be closed at that moment.</summary>
    public string? Outside { get; init; }

    /// <summary>The least time since the ticket arrived.</summary>
    public Duration? OlderThan { get; init; }

    /// <summary>The time since the ticket arrived must be less than this.</summary>
    public Duration? YoungerThan { get; init; }

    /// <summary>Whether every ticket that matches another condition matches this one too.</summary>
    internal bool Covers(AssignmentCondition other) => Covers(Queues, other.Queues) && Covers(Tiers, other.Tiers) && Covers(Priorities, other.Priorities)
        && Covers(Tags, other.Tags) && Covers(Languages, other.Languages) && Covers(Groups, other.Groups)
        && (Subject is null || Subject == other.Subject) && (During is null || During == other.During) && (Outside is null || Outside == other.Outside)
        && Fields.All(field => other.Fields.TryGetValue(field.Key, out var values) && Covers(field.Value, values))
        && (OlderThan is null || other.OlderThan >= OlderThan) && (YoungerThan is null || other.YoungerThan <= YoungerThan);

    private static bool Covers<T>(IReadOnlyList<T> mine, IReadOnlyList<T> others) => mine.Count == 0 || (others.Count > 0 && others.All(mine.Contains));
}

/// <summary>Who gets a ticket: an agent who fits every key that is given, a queue, or both.</summary>
public sealed record AssignmentTarget
{
    /// <summary>Roles: agent, senior or supervisor.</summary>
    [OneOf("agent", "senior", "supervisor")]
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Skills, all of which the agent must have.</summary>
    public IReadOnlyList<string> Skills { get; init; } = [];

    /// <summary>Ids of queues, one of which the agent must work in.</summary>
    public IReadOnlyList<string> MembersOf { get; init; } = [];

    /// <summary>Ids of agents.</summary>
    public IReadOnlyList<string> Agents { get; init; } = [];

    /// <summary>The id of the queue that the ticket is put in. Alone, nobody in particular gets the ticket, and the rule always finds a place.</summary>
    public string? Queue { get; init; }

    /// <summary>Whether an agent is looked for.</summary>
    internal bool WantsAgent => Roles.Count + Skills.Count + MembersOf.Count + Agents.Count > 0;
}
