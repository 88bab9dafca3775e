namespace TelegramCrm.Connectors;

/// <summary>A connector whose target holds articles: they give reports their titles and tickets their suggestions.</summary>
public interface IKnowledgeBase
{
    /// <summary>Every article that readers may see, in no particular order.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    IAsyncEnumerable<Article> ListArticlesAsync(CancellationToken cancellationToken);

    /// <summary>Searches the articles.</summary>
    /// <param name="query">What for.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>The best first, as the target ranks them; empty when nothing fits.</returns>
    Task<IReadOnlyList<Article>> SearchAsync(ArticleQuery query, CancellationToken cancellationToken);
}
