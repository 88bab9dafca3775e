using System.Text.Json;

namespace TelegramCrm.Connectors.MediaWiki;

/// <summary>A page as it stands in the wiki now.</summary>
/// <param name="Id">Stays the same when the page is moved.</param>
/// <param name="Title">As the wiki writes it.</param>
/// <param name="RevisionId">The newest revision, which an edit is based on.</param>
/// <param name="Text">Its wikitext, in Unicode NFC and without white space at the end, as the wiki keeps it.</param>
/// <param name="IsRedirect">Whether it only leads to another page.</param>
internal sealed record WikiPage(long Id, string Title, long RevisionId, string Text, bool IsRedirect)
{
    /// <summary>Reads a page by its number.</summary>
    /// <returns>Null when it was deleted.</returns>
    public static Task<WikiPage?> ReadAsync(WikiApi wiki, string id, CancellationToken cancellationToken) => ReadAsync(wiki, ("pageids", id), follow: false, cancellationToken);

    /// <summary>Reads a page by its title, and where a redirect stands there, the page it leads to: a moved one is found again.</summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="WikiErrorException">It can't be a title.</exception>
    public static Task<WikiPage?> FollowAsync(WikiApi wiki, string title, CancellationToken cancellationToken) =>
        ReadAsync(wiki, ("titles", $"\u001f{title}"), follow: true, cancellationToken); // the separator in front makes a | part of the title

    public RemoteRecord ToRecord(string entity) => new(Id.ToString(), Section(entity)?.Revision ?? OwnSection.None);

    /// <summary>Our section; null when there is none.</summary>
    public OwnSection? Section(string entity) => OwnSection.AllIn(Text, entity) is [var section, ..] ? section : null;

    /// <summary>Refuses to choose between copies of our section.</summary>
    /// <exception cref="RecordRefusedException">There are several.</exception>
    public WikiPage WithoutTwins(ExternalKey key) => OwnSection.AllIn(Text, key.Entity).Count is var count and > 1
        ? throw new RecordRefusedException(key, $"page {Title} has {count} sections tgcrm:{key.Entity}", "remove all but one")
        : this;

    private static async Task<WikiPage?> ReadAsync(WikiApi wiki, (string, string) which, bool follow, CancellationToken cancellationToken)
    {
        var answer = await wiki.AskAsync([("action", "query"), ("prop", "info|revisions"), ("rvslots", "main"), ("rvprop", "ids|content"), which, .. follow ? (IEnumerable<(string, string)>)[("redirects", "1")] : []], cancellationToken);
        var page = answer.GetProperty("query").GetProperty("pages")[0];
        if (page.TryGetProperty("invalidreason", out var reason))
            throw new WikiErrorException("invalidtitle", reason.ValueKind == JsonValueKind.Object ? reason.GetProperty("text").GetString()! : reason.ToString());
        if (page.TryGetProperty("missing", out _))
            return null;
        var revision = page.GetProperty("revisions")[0];
        var slot = revision.GetProperty("slots").GetProperty("main");
        if (!slot.TryGetProperty("content", out var content))
            throw new WikiErrorException("texthidden", $"the text of page {page.GetProperty("title")} is hidden from this user");
        return new WikiPage(page.GetProperty("pageid").GetInt64(), page.GetProperty("title").GetString()!, revision.GetProperty("revid").GetInt64(), content.GetString()!, page.TryGetProperty("redirect", out _));
    }
}
