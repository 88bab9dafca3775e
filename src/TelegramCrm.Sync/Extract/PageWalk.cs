using System.IO.Hashing;
using System.Runtime.CompilerServices;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Extract;

/// <summary>A walk from page to page of one list. No page and no token may come twice: that would be a circle, and no end.</summary>
/// <param name="client">The CRM.</param>
/// <param name="path">The list.</param>
/// <param name="query">The parameters that every request repeats unchanged.</param>
public sealed class PageWalk(CrmClient client, string path, IReadOnlyDictionary<string, string?> query)
{
    private readonly HashSet<string> tokens = [];
    private readonly HashSet<ulong> pages = [];

    /// <summary>Yields one page after the other until the API says that there are no more; the next one travels while this one is looked at, and this one is gone when the next is asked for.</summary>
    /// <param name="token">The page to begin with; null for the first.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="CrmException">The CRM refused, was away, or went in a circle.</exception>
    public async IAsyncEnumerable<CrmPage> ReadAsync(string? token, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (token is not null)
            tokens.Add(token);
        for (var next = FetchAsync(token, cancellationToken); next is not null;)
        {
            using var page = await next;
            RequireNewPage(page);
            next = page.HasMore ? FetchAsync(NextToken(page), cancellationToken) : null;
            yield return page;
        }
    }

    private Task<CrmPage> FetchAsync(string? token, CancellationToken cancellationToken) =>
        client.GetPageAsync(path, query.Append(new("cursor", token)), cancellationToken);

    private string NextToken(CrmPage page)
    {
        if (page.NextCursor is not { } token)
            throw new CrmException($"{path}: the API says that there is more, but not where; ask its operator", null);
        if (!tokens.Add(token))
            throw new CrmException($"{path}: the API repeats a next_cursor, so its pages go in a circle; ask its operator", null);
        return token;
    }

    private void RequireNewPage(CrmPage page)
    {
        if (page.Records.Count == 0)
            return;
        var data = page.Bytes.Span[page.Records[0].Start.Value..page.Records[^1].End.Value];
        if (!pages.Add(XxHash3.HashToUInt64(data)))
            throw new CrmException($"{path}: the API sends the same page twice, so its pages go in a circle; ask its operator", null);
    }
}
