using NodaTime;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>An article that was chosen for a ticket, as it is recorded: before it is attached, and then with what became of it.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="ArticleId">What the knowledge base calls the article.</param>
public sealed record Suggestion(string TicketId, string ArticleId)
{
    /// <summary>Chosen, and not known to be attached yet.</summary>
    public const string Chosen = "chosen";

    /// <summary>The ticket has it.</summary>
    public const string Attached = "attached";

    /// <summary>The ticket was gone, closed or too old before it could be attached.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>Refused by the CRM: a dead letter.</summary>
    public const string Failed = "failed";

    /// <summary>The connector whose articles were searched.</summary>
    public required string KnowledgeBase { get; init; }

    /// <summary>The article's title.</summary>
    public required string Title { get; init; }

    /// <summary>Where it is read.</summary>
    public required string Url { get; init; }

    /// <summary>1 for the best.</summary>
    public required long Rank { get; init; }

    /// <summary>How well it fits, 0 to 1.</summary>
    public required double Score { get; init; }

    /// <summary>When it was chosen.</summary>
    public required Instant SuggestedAt { get; init; }

    /// <summary>One of the words above.</summary>
    public string State { get; init; } = Chosen;

    /// <summary>When it left <see cref="Chosen"/>; null before that.</summary>
    public Instant? SettledAt { get; init; }

    /// <summary>Why it was withdrawn or refused, or how it was found attached; null for nothing.</summary>
    public string? Outcome { get; init; }

    /// <summary>Raised with each change.</summary>
    public long Change { get; init; }
}

/// <summary>A ticket that was searched for.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="SearchedAt">When.</param>
/// <param name="KnowledgeBase">In which knowledge base.</param>
/// <param name="Language">The ticket's language; null when it says none.</param>
/// <param name="Terms">What was searched for, the telling words first.</param>
/// <param name="Found">How many articles have one of them.</param>
/// <param name="Outcome">How many were chosen, or why none was.</param>
public sealed record SuggestionSearch(string TicketId, Instant SearchedAt, string KnowledgeBase, string? Language, IReadOnlyList<string> Terms, long Found, string Outcome);
