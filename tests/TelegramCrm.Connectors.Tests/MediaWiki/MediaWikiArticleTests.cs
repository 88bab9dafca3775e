using Shouldly;
using TelegramCrm.Connectors.MediaWiki;

namespace TelegramCrm.Connectors.Tests.MediaWiki;

/// <summary>The articles of a real wiki: which there are, and which of them have the words.</summary>
[Collection(Wiki.Tests)]
public sealed class MediaWikiArticleTests : IDisposable
{
    private readonly Wiki wiki;
    private readonly string corner;
    private readonly MediaWikiSettings settings;
    private readonly HttpClient http = new();

    public MediaWikiArticleTests(Wiki wiki)
    {
        this.wiki = wiki;
        var own = wiki.Settings();
        corner = own.PagePrefix;
        settings = own with { PagePrefix = $"{corner}Reports/", Articles = new WikiArticleScope(Prefix: corner) };
    }

    public void Dispose() => http.Dispose();

    [SkippableFact]
    public async Task Articles_are_listed_with_title_address_and_language_without_redirects_and_without_our_own_reports()
    {
        wiki.Write($"{corner}Returns", "How to return goods.");
        wiki.Write($"{corner}Delivery", "How long it takes.");
        wiki.Write($"{corner}Shipping", $"#REDIRECT [[{corner}Delivery]]");
        wiki.Write($"{corner}Reports/Template usage", "Numbers.");
        var articles = await ListAsync(settings);
        articles.Select(article => article.Title).Order(StringComparer.Ordinal).ShouldBe([$"{corner}Delivery", $"{corner}Returns"]);
        articles.ShouldAllBe(article => article.Id == article.Title && article.Language == "en");
        articles[0].Url.ToString().ShouldStartWith($"{wiki.Api.GetLeftPart(UriPartial.Authority)}/index.php");
    }

    [SkippableFact]
    public async Task More_articles_than_one_answer_holds_are_listed_all()
    {

        foreach (var number in Enumerable.Range(1, 12))
            wiki.Write($"{corner}Article {number:00}", "text");
        using var small = new HttpClient(new SmallAnswers());
        var articles = await new MediaWikiConnector(settings, small).ListArticlesAsync(default).ToListAsync();
        articles.Select(article => article.Title).Distinct().Count().ShouldBe(12);
    }

    [SkippableFact]
    public async Task Articles_may_be_those_of_a_category_and_called_by_the_number_of_their_page()
    {
        var category = $"Help {corner.Replace('/', ' ').Trim()}";
        wiki.Write($"{corner}Returns", $"How to return goods. [[Category:{category}]]");
        wiki.Write($"{corner}Delivery", "How to return nothing.");
        var inCategory = settings with { Articles = new WikiArticleScope(Category: category, NamedByPageId: true) };
        (await ListAsync(inCategory)).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            article => article.Title.ShouldBe($"{corner}Returns"),
            article => int.Parse(article.Id).ShouldBePositive());
        (await SearchAsync(inCategory, 5, "return")).ShouldBe([$"{corner}Returns"]);
    }

    [SkippableFact]
    public async Task An_article_ranks_by_the_words_it_has_the_first_ones_and_its_title_counting_more_and_none_is_required()
    {
        wiki.Write($"{corner}Money", "Как оформить возврат денег на карту.");
        wiki.Write($"{corner}Возврат", "Условия.");
        wiki.Write($"{corner}Card", "Как привязать карту.");
        wiki.Write($"{corner}Other", "Ничего.");
        (await SearchAsync(settings, 5, "возврат", "карту", "пожалуйста")).ShouldBe([$"{corner}Возврат", $"{corner}Money", $"{corner}Card"]);
        (await SearchAsync(settings, 1, "возврат", "карту")).ShouldBe([$"{corner}Возврат"]);
    }

    [SkippableTheory]
    [InlineData("\"intitle:x\" -y OR (", "*", "  ")]
    [InlineData("|", "{{", "!!!")]
    [InlineData("zzzunknown")]
    public async Task Words_that_mean_something_to_a_search_engine_are_only_words(params string[] terms) => (await SearchAsync(settings, 5, terms)).ShouldBeEmpty();

    private ValueTask<List<Article>> ListAsync(MediaWikiSettings settings) => new MediaWikiConnector(settings, http).ListArticlesAsync(default).ToListAsync();

    private async Task<IEnumerable<string>> SearchAsync(MediaWikiSettings settings, int limit, params string[] terms) =>
        (await new MediaWikiConnector(settings, http).SearchAsync(new ArticleQuery(terms, limit), default)).Select(article => article.Title);

    /// <summary>As if the wiki gave few at a time.</summary>
    private sealed class SmallAnswers() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(request.RequestUri!.ToString().Replace("gaplimit=max", "gaplimit=5", StringComparison.Ordinal));
            return base.SendAsync(request, cancellationToken);
        }
    }
}
