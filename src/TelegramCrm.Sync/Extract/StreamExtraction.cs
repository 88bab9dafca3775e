using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract;

/// <summary>
/// Reads one stream from its cursor to its present end. The cursor commits with the rows that it vouches for; when the
/// end is reached, the high-water mark moves, and what the pass has read counts as covered.
/// </summary>
/// <param name="stream">Which stream.</param>
/// <param name="client">The CRM.</param>
/// <param name="batch">The door into raw; this extraction's own.</param>
/// <param name="limits">How to read.</param>
/// <param name="time">For <c>committed_at</c>, and to measure the server's clock by.</param>
public sealed class StreamExtraction(CrmStream stream, CrmClient client, LoadBatch batch, ExtractLimits limits, TimeProvider time)
{
    private LoadCounts counts;

    /// <summary>Reads to the end; a pass that stopped in the middle is gone on with.</summary>
    /// <param name="cursor">Where the stream stands.</param>
    /// <param name="onCommit">Told of each commit, inside its transaction.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="CrmException">The CRM refused or was away; what came before is committed.</exception>
    public async Task<LoadCounts> RunAsync(Cursor cursor, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        var begun = cursor.Open ?? new Pass(new VersionSpan(cursor.Mark.Since(limits.Lookback) ?? VersionSpan.Beginning, VersionSpan.NoEnd));
        var reading = new PassReading(stream, client, batch, limits, time);
        var pass = await reading.RunAsync(begun, open => CommitAsync(new Cursor(cursor.Mark, open, reading.Skew), covered: null, onCommit, cancellationToken), cancellationToken);
        var mark = pass is { ServerAt: { } serverAt, NewestAt: { } newestAt } ? cursor.Mark.Advance(newestAt, serverAt, limits.Settle) : cursor.Mark;
        await CommitAsync(new Cursor(mark, Open: null, reading.Skew), pass.Span.Before(mark.At), onCommit, cancellationToken);
        return counts;
    }

    private async Task CommitAsync(Cursor cursor, VersionSpan? covered, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken) =>
        counts += await batch.CommitAsync((connection, sum) =>
        {
            cursor.Write(connection, stream, Instant.FromDateTimeOffset(time.GetUtcNow()));
            if (covered is { } span)
                Coverage.Add(connection, stream.Name, span);
            onCommit(connection, sum);
        }, cancellationToken);
}
