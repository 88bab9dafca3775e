using System.Net;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract.Reconciling;

/// <summary>Reads what is missing or stale again, through the door that every record takes.</summary>
/// <param name="client">The CRM.</param>
/// <param name="stream">Which stream.</param>
/// <param name="batch">The door into raw.</param>
/// <param name="limits">How to read.</param>
/// <param name="onCommit">Told of each commit, inside its transaction.</param>
internal sealed class Mending(CrmClient client, CrmStream stream, LoadBatch batch, ExtractLimits limits, Action<DuckDBConnection, LoadCounts> onCommit)
{
    /// <summary>Reads whole spans of the stream.</summary>
    public async Task ReadAsync(IReadOnlyList<Interval> spans, CancellationToken cancellationToken)
    {
        foreach (var span in spans)
        {
            await foreach (var page in new CompleteWalk(client, stream, limits.PageSize).ReadAsync(span, cancellationToken))
            {
                foreach (var record in page.Records)
                    batch.Add(stream, page.Bytes.Span[record], page.ServerTime);
                await CommitWhenFullAsync(cancellationToken);
            }
        }
        await batch.CommitAsync(onCommit, cancellationToken);
    }

    /// <summary>Reads single records; those that are gone since they were listed are taken out of the listing.</summary>
    public async Task ReadAsync(IReadOnlyList<string> ids, Listing listing, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            try
            {
                using var answer = await client.GetRecordAsync(stream.Path, id, cancellationToken);
                batch.Add(stream, answer.Bytes.Span, listing.ServerNow);
            }
            catch (CrmException e) when (e.Status == HttpStatusCode.NotFound)
            {
                listing.Remove(id);
            }
            await CommitWhenFullAsync(cancellationToken);
        }
        await batch.CommitAsync(onCommit, cancellationToken);
    }

    /// <summary>Lets the threads of mended tickets be fetched whole, also when they were fetched for the same version before.</summary>
    public static void ForgetThreads(DuckDBConnection connection) => connection.Execute("""
        update ops.thread_watermarks set fetched_version_at = null where ticket_id in (select id from compared where kind in ('missing', 'stale'))
        """);

    private async Task CommitWhenFullAsync(CancellationToken cancellationToken)
    {
        if (batch.Bytes >= limits.BatchBytes)
            await batch.CommitAsync(onCommit, cancellationToken);
    }
}
