using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>The pages that people read: their titles, and where words stand in them.</summary>
internal sealed partial class WikiArticles(MediaWikiSettings settings, WikiApi wiki)
{
    private const int MostTerms = 8;

    private static readonly (string, string)[] Facts = [("action", "query"), ("prop", "info"), ("inprop", "url")];

    public async IAsyncEnumerable<Article> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<(string, string)> onward = [];
        do
        {
            var answer = await wiki.AskAsync([.. Facts, .. Scope(), .. onward], cancellationToken);
            foreach (var page in PagesIn(answer).Where(IsArticle))
                yield return ToArticle(page);
            onward = answer.TryGetProperty("continue", out var rest) ? [.. rest.EnumerateObject().Select(part => (part.Name, part.Value.ToString()))] : [];
        }
        while (onward.Count > 0);
    }

    public async Task<IReadOnlyList<Article>> SearchAsync(ArticleQuery query, CancellationToken cancellationToken)
    {
        // The wiki's own backend wants all words of a search on one page. So each word is looked for alone, and a page ranks by the words it has, those in front more.
        var words = query.Terms.SelectMany(term => Word().Matches(term).Select(word => word.Value)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostTerms).ToList();
        var found = new Dictionary<long, (Article Article, int Weight)>();
        for (var place = 0; place < words.Count; place++)
        {
            foreach (var page in await HitsAsync(words[place], cancellationToken))
            {
                var id = page.GetProperty("pageid").GetInt64();
                var article = ToArticle(page);
                var weight = (MostTerms - place) * (article.Title.Contains(words[place], StringComparison.OrdinalIgnoreCase) ? 2 : 1);
                found[id] = (article, weight + (found.TryGetValue(id, out var before) ? before.Weight : 0));
            }
        }
        return [.. found.OrderByDescending(hit => hit.Value.Weight).ThenBy(hit => hit.Key).Take(query.Limit).Select(hit => hit.Value.Article)];
    }

    private async Task<IReadOnlyList<JsonElement>> HitsAsync(string word, CancellationToken cancellationToken)
    {
        var hits = new Dictionary<long, JsonElement>();
        foreach (var where in (string[])["text", "title"]) // the text's index has no titles
        {
            foreach (var page in await HitsAsync(word, where, cancellationToken))
                hits[page.GetProperty("pageid").GetInt64()] = page;
        }
        return [.. hits.Values];
    }

    private async Task<IEnumerable<JsonElement>> HitsAsync(string word, string where, CancellationToken cancellationToken)
    {
        (string, string)[] category = settings.Articles.Category is { } name ? [("prop", "info|categories"), ("clcategories", $"Category:{name}"), ("cllimit", "max")] : [];
        try
        {
            var answer = await wiki.AskAsync(
            [
                .. Facts.Where(fact => category.Length == 0 || fact.Item1 != "prop"), .. category,
                ("generator", "search"), ("gsrsearch", word), ("gsrwhat", where), ("gsrnamespace", settings.Articles.Namespace.ToString()), ("gsrlimit", "50"),
            ], cancellationToken);
            return PagesIn(answer).Where(IsArticle).Where(page => category.Length == 0 || page.TryGetProperty("categories", out _));
        }
        catch (WikiErrorException error) when (where == "title" && error.Code.StartsWith("search-", StringComparison.Ordinal))
        {
            return []; // a search engine that has one index for both
        }
    }

    private (string, string)[] Scope() => settings.Articles.Category is { } category
        ? [("generator", "categorymembers"), ("gcmtitle", $"Category:{category}"), ("gcmtype", "page"), ("gcmnamespace", settings.Articles.Namespace.ToString()), ("gcmlimit", "max")]
        : [("generator", "allpages"), ("gapnamespace", settings.Articles.Namespace.ToString()), ("gapprefix", settings.Articles.Prefix ?? ""), ("gapfilterredir", "nonredirects"), ("gaplimit", "max")];

    private bool IsArticle(JsonElement page)
    {
        var title = page.GetProperty("title").GetString()!;
        var name = settings.Articles.Namespace == 0 ? title : title[(title.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return !page.TryGetProperty("redirect", out _)
            && !page.TryGetProperty("missing", out _)
            && (settings.Articles.Prefix is not { } prefix || name.StartsWith(prefix, StringComparison.Ordinal))
            && !(settings.PagePrefix.Length > 0 && title.StartsWith(settings.PagePrefix, StringComparison.Ordinal)); // reports of ours
    }

    private Article ToArticle(JsonElement page)
    {
        var title = page.GetProperty("title").GetString()!;
        return new Article(settings.Articles.NamedByPageId ? page.GetProperty("pageid").ToString() : title, title, new Uri(page.GetProperty("canonicalurl").GetString()!))
        {
            Language = page.TryGetProperty("pagelanguage", out var language) ? language.GetString() : null,
        };
    }

    private static List<JsonElement> PagesIn(JsonElement answer) =>
        answer.TryGetProperty("query", out var query) && query.TryGetProperty("pages", out var pages) ? [.. pages.EnumerateArray()] : [];

    [GeneratedRegex(@"[\p{L}\p{N}\p{M}]{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
