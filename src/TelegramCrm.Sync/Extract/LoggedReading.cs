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
            error = InWords(e, counts, "the next run goes on there");
            await FailedRequests.ReportAsync(run, subject, e);
        }
        return await EndAsync(step, new StreamOutcome(subject, counts, error));
    }

    /// <summary>Reads the threads that tickets ask for.</summary>
    /// <param name="run">The run it is part of.</param>
    /// <param name="client">Where from.</param>
    /// <param name="limits">How to read.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    public async Task<StreamOutcome> ReadThreadsAsync(Run run, CrmClient client, ExtractLimits limits, CancellationToken cancellationToken)
    {
        using var connection = warehouse.Connect();
        return await LogAsync(run, Extraction.Threads, (batch, onCommit) =>
            new ThreadExtraction(client, batch, limits).RunAsync(connection, onCommit, cancellationToken), cancellationToken);
    }

    /// <summary>Ends a step as its outcome says.</summary>
    public static async Task<StreamOutcome> EndAsync(RunStep step, StreamOutcome outcome)
    {
        await step.EndAsync(outcome.IsWhole ? RunStatus.Done : outcome.Error is null ? RunStatus.Partial : RunStatus.Failed, outcome.Error);
        return outcome;
    }

    /// <summary>What went wrong, what was done all the same, and what comes next.</summary>
    /// <param name="fault">What the CRM did.</param>
    /// <param name="counts">What was committed before.</param>
    /// <param name="next">How it goes on.</param>
    public static string InWords(CrmException fault, LoadCounts counts, string next)
    {
        var what = fault.RequestId is null ? fault.Message : $"{fault.Message} (request {fault.RequestId})";
        var done = counts.Extracted == 0 ? "nothing of it could be read" : $"{counts.Extracted:N0} records were read before and are kept";
        return $"{what}; {done}; {next}";
    }
}
