using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Push;

/// <summary>Brings what a knowledge base calls its articles into <c>staging.articles</c>, for figures and reports that know only their ids.</summary>
/// <param name="warehouse">Where they are kept.</param>
/// <param name="time">The clock.</param>
public sealed class ArticleTitles(WarehouseFile warehouse, TimeProvider time)
{
    // A target without a schedule is visited after every sync, and titles change by the week.
    private static readonly Duration Rest = Duration.FromHours(1);

    /// <summary>Reads every article of a target that is a knowledge base, unless that was done within the hour; its articles of before give way to them at once.</summary>
    /// <param name="connection">A connection to the warehouse.</param>
    /// <param name="target">Where to read. One that is no knowledge base has no articles.</param>
    /// <param name="cancellationToken">Ends the reading; nothing is changed then.</param>
    /// <returns>How many articles there are; null when none were read.</returns>
    /// <exception cref="NoArticlesException">It lists none, though it had some: likelier a setting or a right that changed than an empty knowledge base.</exception>
    public async Task<int?> LoadAsync(DuckDBConnection connection, PushTarget target, CancellationToken cancellationToken)
    {
        if (target.Connector is not IKnowledgeBase knowledgeBase)
            return null;
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var held = Held(connection, target.Name);
        if (held.LoadedAt is { } loadedAt && now - loadedAt < Rest)
            return null;
        var articles = new Dictionary<string, Article>(StringComparer.Ordinal);
        await foreach (var article in knowledgeBase.ListArticlesAsync(cancellationToken))
            articles[article.Id] = article;
        if (articles.Count == 0 && held.Count > 0)
            throw new NoArticlesException(target.Name, held.Count);
        return await warehouse.WriteAsync(connection, () => Replace(connection, target.Name, [.. articles.Values], now), cancellationToken);
    }

    private static (long Count, Instant? LoadedAt) Held(DuckDBConnection connection, string knowledgeBase) => connection.QuerySingle<(long, Instant?)>(
        "select count(*), max(loaded_at) from staging.articles where knowledge_base = $knowledgeBase", new { knowledgeBase });

    private static int Replace(DuckDBConnection connection, string knowledgeBase, IReadOnlyList<Article> articles, Instant now)
    {
        connection.Execute("""
            delete from staging.articles where knowledge_base = $knowledgeBase;
            create or replace temp table listed_articles (article_id varchar, title varchar, url varchar, language varchar);
            """, new { knowledgeBase });
        using (var appender = connection.CreateAppender("temp", "main", "listed_articles"))
        {
            foreach (var article in articles)
                appender.CreateRow().AppendValue(article.Id).AppendValue(article.Title).AppendValue(article.Url.AbsoluteUri).AppendValue(article.Language).EndRow();
        }
        connection.Execute("""
            insert into staging.articles (knowledge_base, article_id, title, url, language, loaded_at)
            select $knowledgeBase, article_id, title, url, language, $now from listed_articles;
            drop table listed_articles;
            """, new { knowledgeBase, now });
        return articles.Count;
    }
}
