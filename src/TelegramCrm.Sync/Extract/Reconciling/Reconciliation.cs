using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Reconciling;

/// <summary>Compares streams with the CRM, one after the other, and mends what differs where that is asked for. No other run may be under way.</summary>
/// <param name="warehouse">One side.</param>
/// <param name="client">The other.</param>
/// <param name="limits">How to read.</param>
/// <param name="sweep">What may be marked as deleted.</param>
/// <param name="time">The clock.</param>
public sealed class Reconciliation(WarehouseFile warehouse, CrmClient client, ExtractLimits limits, Sweep sweep, TimeProvider time)
{
    private const string Gone = $"select id from {Comparison.Table} where kind = 'extra'";
    private const string ListedAgain = $"select id from {Comparison.Table} where kind = 'missing' and version_at is not null";

    /// <summary>Compares one stream, and writes down what was found.</summary>
    /// <param name="run">The run it is part of.</param>
    /// <param name="stream">Which.</param>
    /// <param name="span">Which versions, by the CRM's stamps; a bound that is left out is open.</param>
    /// <param name="isMended">Whether what differs is mended.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays, and nothing is swept.</param>
    public async Task<StreamReconciliation> RunAsync(Run run, CrmStream stream, Interval span, bool isMended, CancellationToken cancellationToken)
    {
        var step = await run.BeginStepAsync("reconcile", stream.Name, cancellationToken);
        using var connection = warehouse.Connect();
        var result = new StreamReconciliation(stream.Name, StreamDifferences.None, [], 0, default, null, null);
        var record = new ReconciliationRecord(connection, run.Id, stream);
        try
        {
            var comparison = new Comparison(connection, stream, span);
            var listing = await ListAsync(connection, comparison, stream, span, cancellationToken);
            var found = Compare(comparison, listing);
            await warehouse.WriteAsync(connection, record.WriteDays, cancellationToken);
            result = result with { Found = found, Days = record.ReadDays(), LeftOver = found.Count };
            if (isMended && found.Total.Differing > 0)
                result = await MendAsync(result, connection, run, step, comparison, listing, stream, cancellationToken);
        }
        catch (CrmException e)
        {
            result = result with { Error = e.RequestId is null ? e.Message : $"{e.Message} (request {e.RequestId})" };
            await FailedRequests.ReportAsync(run, stream.Name, e);
        }
        await warehouse.WriteAsync(connection, () => record.Write(result, span, Now()), cancellationToken);
        await step.EndAsync(result.Error is null ? RunStatus.Done : RunStatus.Failed, result.Error ?? result.Refusal);
        return result;
    }

    /// <summary>
    /// A ticket's version moves: one that is not in the span any more may have changed since, and stand behind its end. So when tickets seem to be
    /// gone the list is read on from there. Events never move.
    /// </summary>
    private async Task<Listing> ListAsync(DuckDBConnection connection, Comparison comparison, CrmStream stream, Interval span, CancellationToken cancellationToken)
    {
        var listing = new Listing(connection, stream, time);
        await listing.ReadAsync(client, span, limits.PageSize, cancellationToken);
        if (span.HasEnd && stream is { KeepsHistory: true, UntilParameter: not null } && Compare(comparison, listing).Total.Extra > 0)
            await listing.ReadAsync(client, new Interval(span.End, null), limits.PageSize, cancellationToken);
        return listing;
    }

    private async Task<StreamReconciliation> MendAsync(
        StreamReconciliation found, DuckDBConnection connection, Run run, RunStep step, Comparison comparison, Listing listing, CrmStream stream, CancellationToken cancellationToken)
    {
        var mended = default(LoadCounts);
        using var batch = new LoadBatch(warehouse, run.Id, time);
        void OnCommit(DuckDBConnection transaction, LoadCounts counts)
        {
            step.Count(transaction, counts.Extracted, counts.Loaded);
            mended += counts;
        }
        var mending = new Mending(client, stream, batch, limits, OnCommit);
        await warehouse.WriteAsync(connection, () =>
        {
            if (stream == Streams.Tickets)
                Mending.ForgetThreads(connection);
            return Sweep.Unmark(connection, stream, ListedAgain, run.Id, Now());
        }, cancellationToken);
        var plan = MendingPlan.Make(connection, stream, limits.PageSize);
        await mending.ReadAsync(plan.Spans, cancellationToken);
        await mending.ReadAsync(plan.Ids, listing, cancellationToken);
        if (stream == Streams.Tickets)
        {
            Compare(comparison, listing);
            await mending.ReadAsync(MendingPlan.Stragglers(connection, limits.PageSize), listing, cancellationToken);
            await new ThreadExtraction(client, batch, limits).RunAsync(connection, OnCommit, cancellationToken);
        }
        Compare(comparison, listing);
        var refusal = await warehouse.WriteAsync(connection, () => sweep.Mark(connection, stream, Gone, listing.Count(), listing.ServerNow, run.Id, Now()), cancellationToken);
        return found with { LeftOver = Compare(comparison, listing).Count, Mended = mended, Refusal = refusal };
    }

    private StreamDifferences Compare(Comparison comparison, Listing listing) =>
        comparison.Run(listing, edge: (listing.BeganAt ?? Instant.MaxValue) - limits.Settle);

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
