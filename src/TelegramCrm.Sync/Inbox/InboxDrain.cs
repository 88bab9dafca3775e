using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Inbox;

/// <summary>
/// Applies what the inbox holds, through the door that polling uses: the newest version of a record wins, so neither order nor repetition matters.
/// A delivery is settled after the warehouse has committed; a crash in between applies it again, which changes nothing.
/// </summary>
/// <param name="store">Where deliveries wait.</param>
/// <param name="warehouse">Where their records go.</param>
/// <param name="limits">How many at once, and how often.</param>
/// <param name="time">The clock.</param>
public sealed class InboxDrain(InboxStore store, WarehouseFile warehouse, InboxLimits limits, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Applies every delivery whose turn it is. A second call waits for the first.</summary>
    /// <param name="runId">The run that loads.</param>
    /// <param name="onCommit">Told of each commit to the warehouse, inside its transaction.</param>
    /// <param name="cancellationToken">Stops between batches; what is not settled is taken up next time.</param>
    public async Task<DrainOutcome> ApplyAsync(string runId, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        var outcome = default(DrainOutcome);
        while (await ApplyBatchAsync(runId, onCommit, cancellationToken) is { } batch)
            outcome += batch;
        Forget();
        return outcome;
    }

    /// <summary>Forgets deliveries that were applied so long ago that their sender does not repeat them any more.</summary>
    public void Forget() => store.Forget(Now() - limits.Memory);

    /// <summary>Applies one batch of those whose turn it is. A second call waits for the first.</summary>
    /// <param name="runId">The run that loads.</param>
    /// <param name="onCommit">Told of each commit to the warehouse, inside its transaction.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null when it is nobody's turn.</returns>
    public async Task<DrainOutcome?> ApplyBatchAsync(string runId, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await ApplyDueAsync(runId, onCommit, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<DrainOutcome?> ApplyDueAsync(string runId, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        var due = store.Due(limits.ApplyBatch, Now());
        if (due.Count == 0)
            return null;
        var settlement = new Settlement();
        var opened = due.Select(delivery => Open(delivery, settlement)).OfType<OpenedDelivery>().ToList();
        var counts = opened.Count == 0 ? default : await LoadAsync(opened, settlement, runId, onCommit, cancellationToken);
        store.Settle(settlement, Now());
        return settlement.Outcome(counts);
    }

    private OpenedDelivery? Open(ReceivedDelivery delivery, Settlement settlement)
    {
        try
        {
            var opened = OpenedDelivery.Open(delivery);
            if (opened.Records.Count > 0)
                return opened;
            settlement.Unrecognized.Add(delivery);
        }
        catch (MalformedRecordException fault) // it would be no better the next time
        {
            settlement.Dead.Add(delivery.Bury(fault.Message, Now()));
        }
        return null;
    }

    /// <summary>Loads deliveries in one transaction. When it fails it is halved, until the delivery at fault stands alone and the others are in.</summary>
    private async Task<LoadCounts> LoadAsync(
        List<OpenedDelivery> opened, Settlement settlement, string runId, Action<DuckDBConnection, LoadCounts> onCommit, CancellationToken cancellationToken)
    {
        try
        {
            using var batch = new LoadBatch(warehouse, runId, time) { IsOfDeliveries = true, MayBeLate = true };
            foreach (var delivery in opened)
                delivery.AddTo(batch);
            var counts = await batch.CommitAsync(onCommit, cancellationToken);
            settlement.Applied.AddRange(opened.Select(delivery => delivery.Delivery));
            return counts;
        }
        catch (DuckDBException failure) when (opened.Count == 1)
        {
            Fail(opened[0].Delivery, failure.Message, settlement);
            return default;
        }
        catch (DuckDBException)
        {
            var middle = opened.Count / 2;
            return await LoadAsync(opened[..middle], settlement, runId, onCommit, cancellationToken)
                + await LoadAsync(opened[middle..], settlement, runId, onCommit, cancellationToken);
        }
    }

    private void Fail(ReceivedDelivery delivery, string reason, Settlement settlement)
    {
        var postponed = delivery.Postpone(reason, Now());
        if (postponed.Attempts < limits.MaxAttempts)
            settlement.Postponed.Add(postponed);
        else
            settlement.Dead.Add(postponed.Bury(reason, Now()));
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();
}
