using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>Which articles are attached to new tickets.</summary>
public sealed record SuggestionConfiguration
{
    /// <summary>The name of the connector whose articles are searched: one that is a knowledge base.</summary>
    public required string KnowledgeBase { get; init; }

    /// <summary>How many articles a ticket gets at most.</summary>
    [Within(1, 10)]
    public int MaxArticles { get; init; } = 3;

    /// <summary>The least score an article must have, 0 to 1: the share of the search terms that it has, as docs/automation.md explains.</summary>
    [Within(0.0, 1.0)]
    public double MinScore { get; init; } = 0.3;

    /// <summary>How many terms are searched for at most. Each costs the knowledge base a search.</summary>
    [Within(1, 8)]
    public int MaxTerms { get; init; } = 6;

    /// <summary>Words that are not searched for, beside those that every language has of itself.</summary>
    public IReadOnlyList<string> StopWords { get; init; } = [];

    /// <summary>Whether only articles count that are in the ticket's language; without it, the language is told to the knowledge base, which may not know any.</summary>
    public bool OnlyTicketLanguage { get; init; } = true;

    /// <summary>How far before its very first start it looks back; older tickets get no suggestions.</summary>
    [Within("0s", "30d")]
    public Duration LookBack { get; init; } = Duration.FromHours(1);

    /// <summary>How long after its creation a ticket may still get suggestions, when the CRM or the knowledge base was away.</summary>
    [Within("1m", "30d")]
    public Duration MaxAge { get; init; } = Duration.FromDays(1);

    /// <summary>When new tickets are looked at although nothing was loaded.</summary>
    public Schedule Schedule { get; init; } = Schedule.Parse("every 1m");

    /// <summary>How long one request waits for a CRM that is away, before the next look tries again.</summary>
    [Within("0s", "10m")]
    public Duration RequestPatience { get; init; } = Duration.FromSeconds(10);
}
