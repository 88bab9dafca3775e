using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>An article, and how well it fits a ticket.</summary>
/// <param name="Article">The article.</param>
/// <param name="Score">From 0, it has none of the terms, to 1, all of them stand in its title.</param>
/// <param name="Terms">The terms it has.</param>
public sealed record RankedArticle(Article Article, double Score, IReadOnlyList<string> Terms)
{
    /// <summary>How many articles a search for one term gives at most. A term that so many have is common, and counts half.</summary>
    public const int MostHits = 20;

    private const double InTextOnly = 0.75;

    /// <summary>
    /// Ranks articles. A term that an article has counts its weight, halved when the term is common, and three quarters of that when it does not stand in the title. The score is
    /// the sum over the terms that the article has, divided by the sum of the weights of all terms, each as if it stood in the title. A term that no article has counts as well:
    /// an article that has one word of six in common is a poor fit.
    /// </summary>
    /// <param name="hits">For each term the articles that have it, in the order of the knowledge base.</param>
    /// <returns>The best first; of equals the one that the knowledge base puts first.</returns>
    public static IReadOnlyList<RankedArticle> Rank(IReadOnlyList<(SearchTerm Term, IReadOnlyList<Article> Articles)> hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var all = hits.Sum(hit => WeightOf(hit));
        return [.. hits.SelectMany(hit => hit.Articles.DistinctBy(article => article.Id).Select((article, place) => (hit, article, place)))
            .GroupBy(found => found.article.Id, StringComparer.Ordinal)
            .Select(found => (
                Ranked: new RankedArticle(
                    found.First().article,
                    Math.Round(found.Sum(one => WeightOf(one.hit) * (one.article.Title.Contains(one.hit.Term.Word, StringComparison.OrdinalIgnoreCase) ? 1 : InTextOnly)) / all, 4),
                    [.. found.Select(one => one.hit.Term.Word)]),
                Place: found.Sum(one => one.place)))
            .OrderByDescending(found => found.Ranked.Score).ThenBy(found => found.Place).ThenBy(found => found.Ranked.Article.Id, StringComparer.Ordinal)
            .Select(found => found.Ranked)];
    }

    private static double WeightOf((SearchTerm Term, IReadOnlyList<Article> Articles) hit) => hit.Articles.Count >= MostHits ? hit.Term.Weight / 2.0 : hit.Term.Weight;
}
