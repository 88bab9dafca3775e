using DuckDB.NET.Data;
using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Backfills;

/// <summary>
/// Reads the windows of one stream's backfill, several at a time. The stream's high-water mark is none of its business:
/// what it reads behind the mark, the next sync reads as well. Once a window fails, the later ones wait for the next try.
/// </summary>
/// <param name="backfill">What is read.</param>
/// <param name="warehouse">Where to.</param>
/// <param name="client">Where from.</param>
/// <param name="limits">How to read.</param>
/// <param name="time">The clock.</param>
internal sealed class StreamBackfill(Backfill backfill, WarehouseFile warehouse, CrmClient client, ExtractLimits limits, TimeProvider time)
{
    private volatile CrmException? fault;
    private LoadCounts counts;
    private int missing = backfill.Open.Count;

    private CrmStream Stream => backfill.Stream;

    /// <summary>Reads one window to its end, unless another one has failed.</summary>
    /// <param name="window">One that is missing.</param>
    /// <param name="run">The run that reads it.</param>
    /// <param name="step">Counts what is committed.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    public async Task ReadAsync(BackfillWindow window, Run run, RunStep step, CancellationToken cancellationToken)
    {
        if (fault is not null)
            return;
        using var batch = new LoadBatch(warehouse, run.Id, time);
        try
        {
            var reading = new PassReading(Stream, client, batch, limits, time);
            var pass = await reading.RunAsync(window.Pass, open => CommitAsync(window with { Pass = open }, isEnd: false), cancellationToken);
            await CommitAsync(window with { Pass = pass }, isEnd: true);
        }
        catch (CrmException e)
        {
            fault = e;
            await FailedRequests.ReportAsync(run, Stream.Name, e);
        }

        Task CommitAsync(BackfillWindow state, bool isEnd) => batch.CommitAsync((connection, sum) =>
        {
            step.Count(connection, sum.Extracted, sum.Loaded);
            counts += sum; // commits take turns
            state.Update(connection, sum, isEnd ? Now() : null);
            if (isEnd)
                End(connection, state.Pass);
        }, cancellationToken);
    }

    /// <summary>What came of it.</summary>
    public StreamOutcome Outcome => new(Stream.Name, counts, fault is null ? null
        : LoggedReading.InWords(fault, counts, $"{missing} windows are missing, and `tgcrm backfill` of the same span goes on with them"))
    { IsResumed = backfill.IsResumed };

    private void End(DuckDBConnection connection, Pass pass)
    {
        Coverage.Add(connection, Stream.Name, pass.Settled(limits.Settle));
        backfill.EndIfDone(connection, Now());
        missing--;
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
