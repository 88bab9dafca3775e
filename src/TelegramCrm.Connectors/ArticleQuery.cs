namespace TelegramCrm.Connectors;

/// <summary>What is looked for in a knowledge base.</summary>
/// <param name="Terms">Words as people wrote them, the telling ones first; at least one. An article fits the better the more of them it has; none is required.</param>
/// <param name="Limit">How many articles at most; 1 or more.</param>
public sealed record ArticleQuery(IReadOnlyList<string> Terms, int Limit)
{
    /// <summary>The language wanted, as a BCP 47 tag; null for any. Where the target knows no languages it is ignored.</summary>
    public string? Language { get; init; }
}
