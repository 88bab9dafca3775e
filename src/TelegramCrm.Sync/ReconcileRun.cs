using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Extract.Reconciling;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync;

/// <summary>Compares the warehouse with the CRM, stream by stream, and mends it where that is asked for. The marts follow with the next sync.</summary>
/// <param name="installation">What is compared.</param>
/// <param name="onStep">Told in a few words what is done next; null when nobody watches.</param>
public sealed partial class ReconcileRun(Installation installation, Action<string>? onStep = null)
{
    private readonly ILogger log = installation.Logs.CreateLogger<ReconcileRun>();

    /// <summary>Compares; waits for a run that is under way. A stream that fails stops no other.</summary>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Stops between pages; what is committed stays, and nothing is swept.</param>
    public Task<ReconcileOutcome> RunAsync(ReconcileRequest request, CancellationToken cancellationToken) => new SingleRun(installation, request.Trigger).TakeAsync(async run =>
    {
        var sweep = new Sweep(installation.Configuration.Source.Sweep.MaxDeletedShare, request.AllowsMassDeletion);
        var reconciliation = new Reconciliation(installation.Warehouse, installation.Client, installation.Limits, sweep, installation.Time);
        var streams = new List<StreamReconciliation>();
        foreach (var stream in request.Streams)
        {
            onStep?.Invoke($"comparing {stream.Name}");
            streams.Add(await reconciliation.RunAsync(run, stream, request.Span, request.Fix, cancellationToken));
        }
        var outcome = new ReconcileOutcome(run.Id, streams);
        foreach (var failure in outcome.Failures)
            LogFailure(failure);
        return (outcome, outcome.Failures);
    }, cancellationToken);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What}")]
    private partial void LogFailure(string what);
}
