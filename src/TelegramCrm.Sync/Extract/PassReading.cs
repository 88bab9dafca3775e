using System.Net;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract;

/// <summary>
/// Reads one pass to its end. Pages are committed in batches, each with the pass as it then stands, so that a crash
/// repeats at most a batch; the end is the caller's to commit, with what the pass then vouches for.
/// </summary>
/// <param name="stream">Which stream.</param>
/// <param name="client">The CRM.</param>
/// <param name="batch">The door into raw; this reading's own.</param>
/// <param name="limits">How to read.</param>
/// <param name="time">Our clock, which the server's is measured by.</param>
public sealed class PassReading(CrmStream stream, CrmClient client, LoadBatch batch, ExtractLimits limits, TimeProvider time)
{
    private Pass pass = new(VersionSpan.Whole);

    /// <summary>How far the server's clock ran ahead of ours when it last answered, give or take an answer's way; null before its first answer.</summary>
    public Duration? Skew { get; private set; }

    /// <summary>Reads to the end.</summary>
    /// <param name="begun">A new pass, or one that stopped in the middle.</param>
    /// <param name="keepAsync">Commits the batch, with the pass as it is told.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    /// <returns>The pass at its end; its last records still lie in the batch.</returns>
    /// <exception cref="CrmException">The CRM refused, was away, or broke its promises; what came before is committed.</exception>
    public async Task<Pass> RunAsync(Pass begun, Func<Pass, Task> keepAsync, CancellationToken cancellationToken)
    {
        pass = begun;
        try
        {
            var probe = new EndProbe(stream, limits.PageSize);
            for (int? size = limits.PageSize; size is { } records;)
            {
                size = probe.Next(await ReadChainAsync(records, keepAsync, cancellationToken));
                if (size is not null)
                    pass = pass.Again(stream.IsOrdered);
            }
            if (!probe.IsProven)
                throw probe.Doubt;
        }
        catch (CrmException) when (batch.Bytes > 0)
        {
            await keepAsync(pass); // what was read stays read
            throw;
        }
        return pass;
    }

    private async Task<ChainEnd> ReadChainAsync(int size, Func<Pass, Task> keepAsync, CancellationToken cancellationToken)
    {
        try
        {
            return await WalkAsync(size, keepAsync, cancellationToken);
        }
        catch (CrmException e) when (e.Status == HttpStatusCode.BadRequest && pass.PageToken is not null)
        {
            pass = pass.Again(stream.IsOrdered); // the server has forgotten the token; the order still knows where we are
            return await WalkAsync(size, keepAsync, cancellationToken);
        }
    }

    private async Task<ChainEnd> WalkAsync(int size, Func<Pass, Task> keepAsync, CancellationToken cancellationToken)
    {
        var end = new ChainEnd(size);
        var previousAt = pass.PageToken is null ? null : pass.NewestAt;
        var isFirst = true;
        await foreach (var page in new PageWalk(client, stream.Path, Query(size)).ReadAsync(pass.PageToken, cancellationToken))
        {
            if (isFirst) // later ones may have waited for us
                Skew = page.ServerTime - Instant.FromDateTimeOffset(time.GetUtcNow());
            isFirst = false;
            end = Take(page, end, ref previousAt).WithPage(page.Records.Count, page.HasMore);
            if (!page.HasMore)
                continue;
            pass = pass with { PageToken = page.NextCursor };
            if (batch.Bytes >= limits.BatchBytes)
                await keepAsync(pass);
        }
        return end;
    }

    private ChainEnd Take(CrmPage page, ChainEnd end, ref Instant? previousAt)
    {
        pass = pass with { ServerAt = pass.ServerAt ?? page.ServerTime };
        var bytes = page.Bytes.Span;
        foreach (var record in page.Records)
        {
            if (batch.Add(stream, bytes[record], page.ServerTime) is not { } key)
                continue;
            stream.RequireOrder(key, previousAt);
            previousAt = key.VersionAt;
            end = end.WithVersion(key.VersionAt);
            if (pass.NewestAt is null || key.VersionAt > pass.NewestAt)
                pass = pass with { NewestAt = key.VersionAt };
        }
        return end;
    }

    private Dictionary<string, string?> Query(int size)
    {
        var query = stream.Query.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        query["limit"] = size.ToString();
        query[stream.SinceParameter] = pass.Since == VersionSpan.Beginning ? null : InstantPattern.ExtendedIso.Format(pass.Since);
        if (stream.UntilParameter is { } until)
            query[until] = pass.Span.UntilOrNull is { } end ? InstantPattern.ExtendedIso.Format(end) : null;
        return query;
    }
}
