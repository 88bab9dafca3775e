using System.Globalization;
using TelegramCrm.Sync.Automation.Suggestions;

namespace TelegramCrm.Cli.Commands.Explain;

/// <summary>What the service suggested on one ticket.</summary>
/// <param name="Search">How it was searched for; null when it was not.</param>
/// <param name="Articles">What was chosen, the best first.</param>
internal sealed record ExplainedSuggestions(SuggestionSearch? Search, IReadOnlyList<Suggestion> Articles)
{
    /// <summary>In words; nothing when the ticket was not searched for.</summary>
    public IEnumerable<string> Lines()
    {
        if (Search is null)
            yield break;
        yield return $"  searched for in {Search.KnowledgeBase} at {Search.SearchedAt}: {(Search.Terms.Count > 0 ? string.Join(", ", Search.Terms) : "nothing")}; {Search.Found} articles found: {Search.Outcome}";
        foreach (var article in Articles)
            yield return string.Create(CultureInfo.InvariantCulture, $"  {article.Rank}. {article.Title} ({article.Score}) {article.Url}: {article.State}{(article.Outcome is { } outcome ? $", {outcome}" : "")}");
    }

    /// <summary>As a document.</summary>
    public object? Document() => Search is null ? null : new
    {
        searchedAt = Search.SearchedAt.ToString(),
        Search.KnowledgeBase,
        Search.Language,
        Search.Terms,
        Search.Found,
        Search.Outcome,
        articles = Articles.Select(article => new { article.ArticleId, article.Title, article.Url, article.Rank, article.Score, article.State, article.Outcome, suggestedAt = article.SuggestedAt.ToString() }),
    };
}
