using System.Runtime.CompilerServices;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Tests.Automation;

/// <summary>A knowledge base as a list: an article has the words of its title and its text.</summary>
internal sealed class ShelfOfArticles : IKnowledgeBase
{
    public List<(Article Article, string Text)> Articles { get; } = [];

    public bool IsAway { get; set; }

    public int Searches { get; private set; }

    public ShelfOfArticles With(string id, string title, string text = "", string? language = "en")
    {
        Articles.Add((new Article(id, title, new Uri($"https://kb.example.com/{id}")) { Language = language }, text));
        return this;
    }

    public async IAsyncEnumerable<Article> ListArticlesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (article, _) in Articles)
            yield return article;
    }

    public Task<IReadOnlyList<Article>> SearchAsync(ArticleQuery query, CancellationToken cancellationToken)
    {
        Searches++;
        return IsAway
            ? throw new HttpRequestException("the knowledge base is away")
            : Task.FromResult<IReadOnlyList<Article>>([.. Articles.Where(article => query.Terms.Any(term => $"{article.Article.Title} {article.Text}".Contains(term, StringComparison.OrdinalIgnoreCase))).Select(article => article.Article).Take(query.Limit)]);
    }
}
