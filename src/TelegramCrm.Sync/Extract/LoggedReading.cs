using DuckDB.NET.Data;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract;

/// <summary>Reads something as a step of a run: with a batch of its own, counted in the run log, and with its failure told instead of thrown.</summary>
/// <param name="warehouse">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class LoggedReading(WarehouseFile warehouse, TimeProvider time)
{
    /// <summary>Reads it.</summary>
    /// <param name="run">The run it is part of.</param>
    /// <param name="subject">The step's subject.</param>
    /// <param name="readAsync">Reads into the batch, and tells of each commit inside its transaction.</param>
    /// <param name="cancellationToken">Gives up waiting for the turn to write.</param>
    public async Task<StreamOutcome> LogAsync(
        Run run, string subject, Func<LoadBatch, Action<DuckDBConnection, LoadCounts>, Task> readAsync, CancellationToken cancellationToken)
    {
        var step = await run.BeginStepAsync("extract", subject, cancellationToken);
        using var batch = new LoadBatch(warehouse, run.Id, time);
        var counts = new LoadCounts();
        string? error = null;
        try
        {
            await readAsync(batch, (transaction, sum) =>
            {
                step.Count(transaction, sum.Extracted, sum.Loaded);
                counts += sum;
            });
        }
        catch (CrmException e)
        {
            error = InWords(e, counts);
        }
        var outcome = new StreamOutcome(subject, counts, error);
        await step.EndAsync(outcome.IsWhole ? RunStatus.Done : error is null ? RunStatus.Partial : RunStatus.Failed, error);
        return outcome;
    }

    /// <summary>What went wrong, and what was done all the same.</summary>
    /// <param name="fault">What the CRM did.</param>
    /// <param name="counts">What was committed before.</param>
    public static string InWords(CrmException fault, LoadCounts counts)
    {
        var what = fault.RequestId is null ? fault.Message : $"{fault.Message} (request {fault.RequestId})";
        return counts.Extracted == 0
            ? $"{what}; nothing of it could be read, the next run tries again"
            : $"{what}; {counts.Extracted:N0} records were read before and are kept, the next run goes on behind them";
    }
}
