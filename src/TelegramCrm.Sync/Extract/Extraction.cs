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

    private readonly LoggedReading reading = new(warehouse, time);

    /// <summary>Reads the streams, and then the threads that the tickets asked for.</summary>
    /// <param name="run">The run it is part of.</param>
    /// <param name="streams">Which; threads are read when tickets are among them.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    /// <returns>One outcome a stream, in the order given, threads last.</returns>
    public async Task<IReadOnlyList<StreamOutcome>> RunAsync(Run run, IReadOnlyList<CrmStream> streams, CancellationToken cancellationToken)
    {
        using var frugality = warehouse.BeFrugal();
        var outcomes = new StreamOutcome[streams.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = limits.ParallelStreams, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, streams.Count, parallel, async (index, stop) => outcomes[index] = await ReadAsync(run, streams[index], stop));
        return streams.Contains(Streams.Tickets) ? [.. outcomes, await reading.ReadThreadsAsync(run, client, limits, cancellationToken)] : outcomes;
    }

    private async Task<StreamOutcome> ReadAsync(Run run, CrmStream stream, CancellationToken cancellationToken)
    {
        using var connection = warehouse.Connect();
        var cursor = Cursor.Read(connection, stream);
        var outcome = await reading.LogAsync(run, stream.Name, (batch, onCommit) =>
            new StreamExtraction(stream, client, batch, limits, time).RunAsync(cursor, onCommit, cancellationToken), cancellationToken);
        return outcome with { IsResumed = cursor.Open is not null };
    }
}
