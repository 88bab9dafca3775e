using System.Runtime.CompilerServices;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract;

/// <summary>
/// Reads a stream's list, or a span of it, to an end that is proven and not only claimed: who wants to conclude something from what a list
/// does not hold needs all of it. The last records may come twice.
/// </summary>
/// <param name="client">The CRM.</param>
/// <param name="stream">Which list, and with which parameters.</param>
/// <param name="pageSize">Records a page.</param>
public sealed class CompleteWalk(CrmClient client, CrmStream stream, int pageSize)
{
    private const int MostRecords = 500; // that the API gives on a page

    private readonly RecordReader keys = new(stream.KeysOnly, _ => { });

    /// <summary>Yields page after page; one is gone when the next is asked for.</summary>
    /// <param name="span">Which versions; a list that knows no such bound gives more than was asked for.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="CrmException">The CRM refused or was away, broke its order, or cut the list off so that its end can't be told.</exception>
    public IAsyncEnumerable<CrmPage> ReadAsync(Interval span, CancellationToken cancellationToken) =>
        stream.IsOrdered ? ReadOrderedAsync(span, cancellationToken) : ReadUnorderedAsync(cancellationToken);

    /// <summary>
    /// An ordered list is asked again from its last record on, until nothing lies behind it. When so many records share the last version that they fill
    /// the page, pages of another length tell whether there are more.
    /// </summary>
    private async IAsyncEnumerable<CrmPage> ReadOrderedAsync(Interval span, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var since = span.HasStart ? span.Start : (Instant?)null;
        var (last, size, isTriedAgain) = (default(RecordKey?), pageSize, false);
        while (true)
        {
            var (before, count, lastPageSize) = (last, 0, 0);
            await foreach (var page in new PageWalk(client, stream.Path, Query(since, span, size)).ReadAsync(token: null, cancellationToken))
            {
                lastPageSize = page.Records.Count;
                count += lastPageSize;
                last = After(last, page);
                yield return page;
            }
            if (last is null || (last == before && lastPageSize < size))
                yield break;
            if (last != before)
                since = last.Value.VersionAt;
            else if (!isTriedAgain)
                (isTriedAgain, size) = (true, LengthThatDoesNotFit(count));
            else
                throw CutOff($"more records than a page holds carry the version {InstantPattern.ExtendedIso.Format(last.Value.VersionAt)}");
        }
    }

    /// <summary>
    /// Nothing can be asked for past the end of a list without an order. When it ends with a full page it is read again in pages of another length,
    /// of which it can't end with a full one if it was whole.
    /// </summary>
    private async IAsyncEnumerable<CrmPage> ReadUnorderedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var size = pageSize;
        foreach (var _ in (int[])[1, 2])
        {
            var (count, lastPageSize) = (0, 0);
            await foreach (var page in new PageWalk(client, stream.Path, Query(since: null, new Interval(null, null), size)).ReadAsync(token: null, cancellationToken))
            {
                lastPageSize = page.Records.Count;
                count += lastPageSize;
                yield return page;
            }
            if (lastPageSize < size)
                yield break;
            size = LengthThatDoesNotFit(count);
        }
        throw CutOff("it ends with a full page, however long its pages are");
    }

    private int LengthThatDoesNotFit(int count) => Enumerable.Range(2, MostRecords - 1).OrderBy(length => Math.Abs(length - pageSize)).First(length => count % length != 0);

    private CrmException CutOff(string why) =>
        new($"{stream.Path}: {why}, so that nobody can tell its end from a list that was cut off; give source.pageSize another value, or ask the CRM's operator", null);

    private RecordKey? After(RecordKey? last, CrmPage page)
    {
        for (var index = page.Records.Count - 1; index >= 0; index--)
        {
            if (KeyOf(page.Bytes.Span[page.Records[index]]) is not { } key)
                continue;
            if (last is { } before && key.VersionAt < before.VersionAt)
                throw new CrmException($"{stream.Path}: record {key.Id} comes after {before.Id} although it is older; the API broke its promised order", null);
            return last is { } known && known > key ? known : key;
        }
        return last;
    }

    private RecordKey? KeyOf(ReadOnlySpan<byte> record)
    {
        try
        {
            keys.Read(record);
            return new RecordKey(keys.VersionAt, keys.Id);
        }
        catch (MalformedRecordException)
        {
            return null; // whoever loads it says what is wrong with it
        }
    }

    private Dictionary<string, string?> Query(Instant? since, Interval span, int limit)
    {
        var query = stream.Query.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        query["limit"] = limit.ToString();
        query[stream.SinceParameter] = since is { } from ? InstantPattern.ExtendedIso.Format(from) : null;
        if (stream.UntilParameter is { } until && span.HasEnd)
            query[until] = InstantPattern.ExtendedIso.Format(span.End);
        return query;
    }
}
