using System.Net;
using DuckDB.NET.Data;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract;

/// <summary>
/// Reads one stream from its cursor to its present end. Pages are committed in batches, each with the cursor that
/// vouches for it, so that a crash repeats at most a batch; the high-water mark moves when the end is reached.
/// </summary>
/// <param name="stream">Which stream.</param>
/// <param name="client">The CRM.</param>
/// <param name="batch">The door into raw; this extraction's own.</param>
/// <param name="limits">How to read.</param>
/// <param name="time">For <c>committed_at</c>.</param>
public sealed class StreamExtraction(CrmStream stream, CrmClient client, LoadBatch batch, ExtractLimits limits, TimeProvider time)
{
    private LoadCounts counts;
    private HighWaterMark mark;
    private Pass pass = new(Since: null);
    private RecordKey? last;

    /// <summary>Reads to the end.</summary>
    /// <param name="cursor">Where the stream stands.</param>
    /// <param name="onCommit">Told of each commit, inside its transaction.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="CrmException">The CRM refused or was away; what came before is committed.</exception>
    public async Task<LoadCounts> RunAsync(Cursor cursor, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        mark = cursor.Mark;
        pass = cursor.Open ?? new Pass(mark.Since(limits.Lookback));
        try
        {
            await ReadToEndAsync(onCommit, cancellationToken);
        }
        catch (CrmException) when (batch.Bytes > 0 && pass.PageToken is not null)
        {
            await CommitAsync(new Cursor(mark, pass), onCommit, cancellationToken); // what was read stays read
            throw;
        }
        if (pass is { ServerAt: { } serverAt, NewestAt: { } newestAt })
            mark = mark.Advance(newestAt, serverAt, limits.Settle);
        await CommitAsync(new Cursor(mark, Open: null), onCommit, cancellationToken);
        return counts;
    }

    /// <summary>
    /// A full page that claims to be the last may have been cut off by the server, so an ordered stream is read again
    /// from its last record until nothing lies behind it.
    /// </summary>
    private async Task ReadToEndAsync(Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = last;
            var lastPageSize = await ReadChainAsync(onCommit, cancellationToken);
            if (!stream.IsOrdered || lastPageSize < limits.PageSize || last is null || last == before)
                return;
            pass = pass with { Since = last.Value.VersionAt, PageToken = null };
        }
    }

    private async Task<int> ReadChainAsync(Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        try
        {
            return await WalkAsync(onCommit, cancellationToken);
        }
        catch (CrmException e) when (e.Status == HttpStatusCode.BadRequest && pass.PageToken is not null)
        {
            pass = pass.WithoutToken(stream.IsOrdered); // the server has forgotten the token; the order still knows where we are
            return await WalkAsync(onCommit, cancellationToken);
        }
    }

    private async Task<int> WalkAsync(Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        var lastPageSize = 0;
        RecordKey? previous = null;
        await foreach (var page in new PageWalk(client, stream.Path, Query()).ReadAsync(pass.PageToken, cancellationToken))
        {
            previous = Take(page, previous);
            lastPageSize = page.Records.Count;
            pass = pass with { PageToken = page.HasMore ? page.NextCursor : null };
            if (page.HasMore && batch.Bytes >= limits.BatchBytes)
                await CommitAsync(new Cursor(mark, pass), onCommit, cancellationToken);
        }
        return lastPageSize;
    }

    private RecordKey? Take(CrmPage page, RecordKey? previous)
    {
        pass = pass with { ServerAt = pass.ServerAt ?? page.ServerTime };
        var bytes = page.Bytes.Span;
        foreach (var record in page.Records)
        {
            if (batch.Add(stream, bytes[record], page.ServerTime) is not { } key)
                continue;
            if (stream.IsOrdered && previous is { } before && key.VersionAt < before.VersionAt)
                throw new CrmException($"{stream.Path}: record {key.Id} comes after {before.Id} although it is older; the API broke its promised order", null);
            previous = key;
            if (last is null || key > last)
                last = key;
            if (pass.NewestAt is null || key.VersionAt > pass.NewestAt)
                pass = pass with { NewestAt = key.VersionAt };
        }
        return previous;
    }

    private Dictionary<string, string?> Query()
    {
        var query = stream.Query.ToDictionary(pair => pair.Key, pair => (string?)pair.Value);
        query["limit"] = limits.PageSize.ToString();
        query[stream.SinceParameter] = pass.Since is { } since ? InstantPattern.ExtendedIso.Format(since) : null;
        return query;
    }

    private async Task CommitAsync(Cursor cursor, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken) =>
        counts += await batch.CommitAsync((connection, sum) =>
        {
            cursor.Write(connection, stream, Instant.FromDateTimeOffset(time.GetUtcNow()));
            onCommit(connection, sum);
        }, cancellationToken);
}
