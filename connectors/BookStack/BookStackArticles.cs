using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.BookStack;

/// <summary>The pages that people read: their titles, and where words stand in them.</summary>
internal sealed partial class BookStackArticles(BookStackSettings settings, BookStackApi api)
{
    private const int PageSize = 500; // the most there is, unless an administrator lowered it
    private const int MostTerms = 12;

    public async IAsyncEnumerable<Article> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ours = (await new BookStackSearch(api).AllAsync($"[{BookStackPage.KeyTag}] {{type:page}}", cancellationToken)).Where(IsOurs).Select(IdOf).ToHashSet();
        var filter = settings.ArticleBook is { } book ? $"&filter[book_id]={book}" : "";
        var last = 0;
        while (true)
        {
            // On from the last number and not from an offset: a page that is deleted meanwhile would shift the rest.
            var answer = await api.GetAsync($"pages?count={PageSize}&sort=%2Bid&filter[id:gt]={last}{filter}", cancellationToken);
            var pages = answer.GetProperty("data").EnumerateArray().Where(page => IdOf(page) > last).ToList();
            foreach (var page in pages.Where(page => IsArticle(page) && !ours.Contains(IdOf(page))))
                yield return ToArticle(page);
            if (pages.Count == 0)
                yield break;
            last = IdOf(pages[^1]);
        }
    }

    public async Task<IReadOnlyList<Article>> SearchAsync(ArticleQuery query, CancellationToken cancellationToken)
    {
        // Plain words: each may be missing, and titles and tags count more. Quotes, brackets and braces would be commands.
        var words = query.Terms.SelectMany(term => Word().Matches(term).Select(word => word.Value)).Distinct(StringComparer.OrdinalIgnoreCase).Take(MostTerms).ToList();
        if (words.Count == 0)
            return [];
        var hits = await new BookStackSearch(api).BestAsync($"{string.Join(' ', words)} {{type:page}}", cancellationToken);
        return [.. hits.Where(hit => hit.GetProperty("type").GetString() == "page" && IsArticle(hit) && !IsOurs(hit)).Take(query.Limit).Select(ToArticle)];
    }

    private bool IsArticle(JsonElement page) => !page.GetProperty("draft").GetBoolean() && !page.GetProperty("template").GetBoolean()
        && (settings.ArticleBook is not { } book || page.GetProperty("book_id").GetInt32() == book);

    private static bool IsOurs(JsonElement hit) => BookStackSearch.HasTag(hit, BookStackPage.KeyTag);

    private static int IdOf(JsonElement page) => page.GetProperty("id").GetInt32();

    private Article ToArticle(JsonElement page) => new(
        settings.ArticlesAreNamedBySlug ? page.GetProperty("slug").GetString()! : $"{IdOf(page)}",
        page.GetProperty("name").GetString()!,
        new Uri($"{settings.BaseUrl.ToString().TrimEnd('/')}/link/{IdOf(page)}")); // leads to the page wherever it is moved

    [GeneratedRegex(@"[\p{L}\p{N}\p{M}]{2,}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word();
}
