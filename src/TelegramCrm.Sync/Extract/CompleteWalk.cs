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
    private readonly RecordReader keys = new(stream.KeysOnly, _ => { });
    private Instant? previousAt;

    /// <summary>Yields page after page; one is gone when the next is asked for.</summary>
    /// <param name="span">Which versions; a list that knows no such bound gives more than was asked for.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="CrmException">The CRM refused or was away, broke its order, or cut the list off so that its end can't be told.</exception>
    public async IAsyncEnumerable<CrmPage> ReadAsync(Interval span, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var probe = new EndProbe(stream, pageSize);
        var since = span.HasStart ? span.Start : (Instant?)null;
        for (int? size = pageSize; size is { } records;)
        {
            var end = new ChainEnd(records);
            previousAt = null;
            await foreach (var page in new PageWalk(client, stream.Path, Query(since, span, records)).ReadAsync(token: null, cancellationToken))
            {
                end = Take(page, end).WithPage(page.Records.Count, page.HasMore);
                yield return page;
            }
            size = probe.Next(end);
            if (stream.IsOrdered)
                since = end.NewestAt ?? since;
        }
        if (!probe.IsProven)
            throw probe.Doubt;
    }

    private ChainEnd Take(CrmPage page, ChainEnd end)
    {
        foreach (var record in page.Records)
        {
            if (KeyOf(page.Bytes.Span[record]) is not { } key)
                continue;
            stream.RequireOrder(key, previousAt);
            previousAt = key.VersionAt;
            end = end.WithVersion(key.VersionAt);
        }
        return end;
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
