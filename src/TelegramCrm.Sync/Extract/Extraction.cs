using DuckDB.NET.Data;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract;

/// <summary>Reads streams side by side, each into the warehouse through a batch of its own; one that fails stops no other.</summary>
/// <param name="warehouse">Where to.</param>
/// <param name="client">Where from.</param>
/// <param name="limits">How to read.</param>
/// <param name="time">The clock.</param>
public sealed class Extraction(WarehouseFile warehouse, CrmClient client, ExtractLimits limits, TimeProvider time)
{
    /// <summary>The step and subject under which whole threads are logged.</summary>
    public const string Threads = "threads";

    /// <summary>Reads the streams, and then the threads that the tickets asked for.</summary>
    /// <param name="run">The run it is part of.</param>
    /// <param name="streams">Which; threads are read when tickets are among them.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    /// <returns>One outcome a stream, in the order given, threads last.</returns>
    public async Task<IReadOnlyList<StreamOutcome>> RunAsync(Run run, IReadOnlyList<CrmStream> streams, CancellationToken cancellationToken)
    {
        var outcomes = new StreamOutcome[streams.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = limits.ParallelStreams, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, streams.Count, parallel, async (index, stop) => outcomes[index] = await ReadAsync(run, streams[index], stop));
        return streams.Contains(Streams.Tickets) ? [.. outcomes, await ReadThreadsAsync(run, cancellationToken)] : outcomes;
    }

    private Task<StreamOutcome> ReadAsync(Run run, CrmStream stream, CancellationToken cancellationToken) =>
        LogAsync(run, stream.Name, (connection, batch, onCommit) =>
            new StreamExtraction(stream, client, batch, limits, time).RunAsync(Cursor.Read(connection, stream), onCommit, cancellationToken), cancellationToken);

    private Task<StreamOutcome> ReadThreadsAsync(Run run, CancellationToken cancellationToken) =>
        LogAsync(run, Threads, (connection, batch, onCommit) =>
            new ThreadExtraction(client, batch, limits).RunAsync(connection, onCommit, cancellationToken), cancellationToken);

    private async Task<StreamOutcome> LogAsync(
        Run run,
        string subject,
        Func<DuckDBConnection, LoadBatch, Action<DuckDBConnection, LoadCounts>, Task> readAsync,
        CancellationToken cancellationToken)
    {
        var step = await run.BeginStepAsync("extract", subject, cancellationToken);
        using var connection = warehouse.Connect();
        using var batch = new LoadBatch(warehouse, run.Id, time);
        var counts = new LoadCounts();
        string? error = null;
        try
        {
            await readAsync(connection, batch, (transaction, sum) =>
            {
                step.Count(transaction, sum.Extracted, sum.Loaded);
                counts += sum;
            });
        }
        catch (CrmException e)
        {
            error = e.RequestId is null ? e.Message : $"{e.Message} (request {e.RequestId})";
            await FailedRequests.ReportAsync(run, subject, e);
        }
        var outcome = new StreamOutcome(subject, counts, error);
        await step.EndAsync(outcome.IsWhole ? RunStatus.Done : error is null ? RunStatus.Partial : RunStatus.Failed, error);
        return outcome;
    }
}
