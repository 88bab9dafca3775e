using NodaTime;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Backfills;

/// <summary>Reads a span of streams again, window by window, several at a time; a stream that fails stops no other.</summary>
/// <param name="warehouse">Where to.</param>
/// <param name="client">Where from.</param>
/// <param name="limits">How to read.</param>
/// <param name="time">The clock.</param>
public sealed class BackfillExtraction(WarehouseFile warehouse, CrmClient client, ExtractLimits limits, TimeProvider time)
{
    /// <summary>Reads the span, or what is missing of it, and then the threads that its tickets ask for.</summary>
    /// <param name="run">The run it is part of.</param>
    /// <param name="streams">Which streams; threads are read when tickets are among them.</param>
    /// <param name="span">Not empty, with a beginning and an end.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays.</param>
    /// <returns>One outcome a stream, in the order given, threads last.</returns>
    public async Task<IReadOnlyList<StreamOutcome>> RunAsync(Run run, IReadOnlyList<CrmStream> streams, VersionSpan span, CancellationToken cancellationToken)
    {
        using var frugality = warehouse.BeFrugal();
        using var connection = warehouse.Connect();
        var backfills = await warehouse.WriteAsync(connection, () => streams.Select(stream => Backfill.Begin(connection, stream, span, Now())).ToList(), cancellationToken);
        var parts = new List<(StreamBackfill Part, RunStep Step, IReadOnlyList<BackfillWindow> Open)>();
        foreach (var backfill in backfills)
            parts.Add((new StreamBackfill(backfill, warehouse, client, limits, time), await run.BeginStepAsync("extract", backfill.Stream.Name, cancellationToken), backfill.Open));

        var windows = parts.SelectMany(part => part.Open, (part, window) => (part.Part, part.Step, Window: window));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = limits.ParallelStreams, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(windows, parallel, async (work, stop) => await work.Part.ReadAsync(work.Window, run, work.Step, stop));

        var outcomes = new List<StreamOutcome>();
        foreach (var (part, step, _) in parts)
            outcomes.Add(await LoggedReading.EndAsync(step, part.Outcome));
        if (streams.Contains(Streams.Tickets))
            outcomes.Add(await new LoggedReading(warehouse, time).ReadThreadsAsync(run, client, limits, cancellationToken));
        return outcomes;
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());
}
