using Microsoft.Extensions.Time.Testing;
using TelegramCrm.Connectors;
using TelegramCrm.Connectors.Tests;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Sync.Tests.Push;

public sealed class ArticleTitlesTests : IDisposable
{
    private readonly TestWarehouse warehouse = new();
    private readonly FakeTimeProvider clock = new(Records.Noon.ToDateTimeOffset());
    private readonly Wiki wiki = new();

    public void Dispose() => warehouse.Dispose();

    [Fact]
    public async Task Titles_of_a_knowledge_base_stand_in_the_warehouse()
    {
        wiki.Articles = [new("KB-7", "Возврат", new Uri("https://wiki.example/KB-7")) { Language = "ru" }, new("KB-8", "Delivery", new Uri("https://wiki.example/KB-8"))];
        Assert.Equal(2, await LoadAsync());
        Assert.Equal(
            ["wiki KB-7 Возврат https://wiki.example/KB-7 ru", "wiki KB-8 Delivery https://wiki.example/KB-8 -"],
            warehouse.Query<string>("select concat_ws(' ', knowledge_base, article_id, title, url, coalesce(language, '-')) from staging.articles order by article_id"));
    }

    [Fact]
    public async Task They_are_read_again_after_an_hour_and_those_of_before_give_way()
    {
        wiki.Articles = [new("KB-7", "Returns", new Uri("https://wiki.example/KB-7"))];
        await LoadAsync();
        wiki.Articles = [new("KB-8", "Delivery", new Uri("https://wiki.example/KB-8"))];
        clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Null(await LoadAsync());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await LoadAsync());
        Assert.Equal(["KB-8"], Ids());
    }

    [Fact]
    public async Task A_knowledge_base_that_lists_nothing_any_more_or_breaks_off_leaves_the_titles_that_were_there()
    {
        wiki.Articles = [new("KB-7", "Returns", new Uri("https://wiki.example/KB-7"))];
        await LoadAsync();
        clock.Advance(TimeSpan.FromHours(1));
        wiki.Articles = [];
        Assert.Contains("lists no articles, though it had 1", (await Assert.ThrowsAsync<NoArticlesException>(() => LoadAsync())).Message, StringComparison.Ordinal);
        wiki.Articles = [new("KB-8", "Delivery", new Uri("https://wiki.example/KB-8"))];
        wiki.Breaks = true;
        await Assert.ThrowsAsync<HttpRequestException>(() => LoadAsync());
        Assert.Equal(["KB-7"], Ids());
    }

    [Fact]
    public async Task Two_knowledge_bases_keep_to_themselves()
    {
        wiki.Articles = [new("KB-7", "Returns", new Uri("https://wiki.example/KB-7"))];
        await LoadAsync();
        wiki.Articles = [new("KB-7", "Other", new Uri("https://books.example/KB-7"))];
        await LoadAsync("books");
        Assert.Equal(["books Other", "wiki Returns"], warehouse.Query<string>("select concat_ws(' ', knowledge_base, title) from staging.articles order by all"));
    }

    [Fact]
    public async Task A_target_that_is_no_knowledge_base_has_no_articles()
    {
        using var connection = warehouse.Connect();
        Assert.Null(await new ArticleTitles(warehouse.File, clock).LoadAsync(connection, new PushTarget("erp", "in-memory", new InMemoryConnector()), default));
    }

    private async Task<int?> LoadAsync(string name = "wiki")
    {
        using var connection = warehouse.Connect();
        return await new ArticleTitles(warehouse.File, clock).LoadAsync(connection, new PushTarget(name, "wiki", wiki), default);
    }

    private IReadOnlyList<string> Ids() => warehouse.Query<string>("select article_id from staging.articles order by all");

    private sealed class Wiki : IConnector, IKnowledgeBase
    {
        public IReadOnlyList<Article> Articles { get; set; } = [];

        public bool Breaks { get; set; }

        public IReadOnlyList<ReceivedEntity> Receives => [];

        public async IAsyncEnumerable<Article> ListArticlesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            foreach (var article in Articles)
                yield return article;
            if (Breaks)
                throw new HttpRequestException("the connection broke");
        }

        public Task<IReadOnlyList<Article>> SearchAsync(ArticleQuery query, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Article>>([]);

        public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(CheckResult.Ready("of course"));

        public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => Task.FromResult<RemoteRecord?>(null);

        public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) => throw new InvalidOperationException("only reads");
    }
}
