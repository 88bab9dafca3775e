using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>
/// The pages of a category with their texts. What counts of a page is what MediaWiki itself would put into another page: without <c>noinclude</c>, only what stands in
/// <c>onlyinclude</c> if that is there. Comments and links to categories are left out, other markup is left as it is.
/// </summary>
internal sealed partial class WikiDocuments(WikiApi wiki)
{
    private const int LongestMatch = 2000;

    public async IAsyncEnumerable<SourceDocument> ListAsync(string category, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var title = $"Category:{category}";
        await RequireAsync(title, cancellationToken);
        IReadOnlyList<(string, string)> onward = [];
        do
        {
            var answer = await wiki.AskAsync(
            [
                ("action", "query"), ("generator", "categorymembers"), ("gcmtitle", title), ("gcmtype", "page"), ("gcmlimit", "50"),
                ("prop", "info|revisions"), ("inprop", "url"), ("rvprop", "ids|content"), ("rvslots", "main"), .. onward,
            ], cancellationToken);
            foreach (var page in PagesIn(answer))
            {
                if (page.TryGetProperty("revisions", out var revisions)) // long texts come in several answers: a page without its own yet comes again
                    yield return ToDocument(page, revisions[0]);
            }
            onward = answer.TryGetProperty("continue", out var rest) ? [.. rest.EnumerateObject().Select(part => (part.Name, part.Value.ToString()))] : [];
        }
        while (onward.Count > 0);
    }

    /// <summary>A category that does not exist has no members, and looks like one that was emptied.</summary>
    private async Task RequireAsync(string title, CancellationToken cancellationToken)
    {
        var answer = await wiki.AskAsync([("action", "query"), ("titles", $"\u001f{title}"), ("prop", "info|categoryinfo")], cancellationToken);
        if (PagesIn(answer) is [var page] && page.TryGetProperty("missing", out _) && !page.TryGetProperty("categoryinfo", out _))
            throw new ConnectorSettingsException("category", $"the wiki has no {title}", "name one that Special:Categories lists, and see whether this user may read it");
    }

    private static SourceDocument ToDocument(JsonElement page, JsonElement revision) => new(
        page.GetProperty("pageid").ToString(),
        page.GetProperty("title").GetString()!,
        Plain(revision.GetProperty("slots").GetProperty("main").GetProperty("content").GetString()!),
        revision.GetProperty("revid").ToString(),
        new Uri(page.GetProperty("canonicalurl").GetString()!))
    {
        Language = page.TryGetProperty("pagelanguage", out var language) ? language.GetString() : null,
    };

    private static string Plain(string wikitext)
    {
        var included = OnlyIncluded().Matches(wikitext) is { Count: > 0 } parts
            ? string.Concat(parts.Select(part => part.Groups["text"].Value))
            : NotIncluded().Replace(wikitext, "");
        return IncludeTag().Replace(CategoryLink().Replace(Comment().Replace(included, ""), ""), "").Trim();
    }

    private static List<JsonElement> PagesIn(JsonElement answer) =>
        answer.TryGetProperty("query", out var query) && query.TryGetProperty("pages", out var pages) ? [.. pages.EnumerateArray()] : [];

    [GeneratedRegex("<onlyinclude>(?<text>.*?)</onlyinclude>", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LongestMatch)]
    private static partial Regex OnlyIncluded();

    [GeneratedRegex("<noinclude>.*?(</noinclude>|$)", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, LongestMatch)]
    private static partial Regex NotIncluded();

    [GeneratedRegex("<!--.*?-->", RegexOptions.Singleline, LongestMatch)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\[\[\s*Category\s*:[^\]]*\]\]\n?", RegexOptions.IgnoreCase, LongestMatch)]
    private static partial Regex CategoryLink();

    [GeneratedRegex("</?includeonly>", RegexOptions.IgnoreCase, LongestMatch)]
    private static partial Regex IncludeTag();
}
