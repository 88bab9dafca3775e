using System.Globalization;
using NodaTime;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Searches a knowledge base for what fits a ticket.</summary>
/// <param name="knowledgeBase">The articles.</param>
/// <param name="configuration">How many, and how well they must fit.</param>
internal sealed class ArticleSearch(IKnowledgeBase knowledgeBase, SuggestionConfiguration configuration)
{
    /// <summary>Searches. Each term is looked for alone, so that it is known which article has which.</summary>
    /// <param name="ticketId">The ticket.</param>
    /// <param name="ticket">What it says.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<(SuggestionSearch Search, IReadOnlyList<Suggestion> Chosen)> RunAsync(string ticketId, SuggestionTicket ticket, Instant now, CancellationToken cancellationToken)
    {
        var terms = SearchTerm.Choose(ticket.Subject, ticket.Message, ticket.Language, configuration.StopWords, configuration.MaxTerms);
        var hits = new List<(SearchTerm, IReadOnlyList<Article>)>(terms.Count);
        foreach (var term in terms)
        {
            var found = await knowledgeBase.SearchAsync(new ArticleQuery([term.Word], RankedArticle.MostHits) { Language = ticket.Language }, cancellationToken);
            hits.Add((term, [.. found.Where(article => IsReadable(article, ticket.Language))]));
        }
        var ranked = RankedArticle.Rank(hits);
        var chosen = ranked.Where(article => article.Score >= configuration.MinScore && !ticket.ArticleIds.Contains(article.Article.Id)).Take(configuration.MaxArticles)
            .Select((article, place) => new Suggestion(ticketId, article.Article.Id)
            {
                KnowledgeBase = configuration.KnowledgeBase,
                Title = article.Article.Title,
                Url = article.Article.Url.AbsoluteUri,
                Rank = place + 1,
                Score = article.Score,
                SuggestedAt = now,
            }).ToList();
        var outcome = (terms.Count, ranked, chosen) switch
        {
            (0, _, _) => "the ticket has no telling words",
            (_, [], _) => "no article has any of the terms",
            (_, [var best, ..], []) => string.Create(CultureInfo.InvariantCulture, $"no article to attach scores {configuration.MinScore}; the best is {best.Article.Title} with {best.Score}"),
            _ => $"{chosen.Count} chosen",
        };
        return (new(ticketId, now, configuration.KnowledgeBase, ticket.Language, [.. terms.Select(term => term.Word)], ranked.Count, outcome), chosen);
    }

    /// <summary>Whether the customer can read it, as far as anybody says in which language it is.</summary>
    private bool IsReadable(Article article, string? language) =>
        !configuration.OnlyTicketLanguage || article.Language is null || language is null || Primary(article.Language).Equals(Primary(language), StringComparison.OrdinalIgnoreCase);

    private static string Primary(string tag) => tag.Split('-', '_')[0];
}
