using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync;

/// <summary>Loads quarantined records again. The marts follow with the next sync.</summary>
/// <param name="installation">Whose.</param>
public sealed class ReplayRun(Installation installation)
{
    /// <summary>Loads; waits for a run that is under way.</summary>
    /// <param name="stream">Of this stream; null for all.</param>
    /// <param name="cancellationToken">Stops between batches; what is committed stays.</param>
    public Task<ReplayOutcome> RunAsync(string? stream, CancellationToken cancellationToken) => new SingleRun(installation, "replay").TakeAsync(async run =>
    {
        var shelf = new QuarantineShelf(installation.Warehouse, installation.Time);
        var step = await run.BeginStepAsync("replay", stream ?? "", cancellationToken);
        var (passed, counts) = await shelf.ReplayAsync(run.Id, stream, (transaction, sum) => step.Count(transaction, sum.Extracted, sum.Loaded), cancellationToken);
        var outcome = new ReplayOutcome(run.Id, passed, counts.Loaded, shelf.Count(stream).Waiting);
        await step.EndAsync(outcome.Refused == 0 ? Warehouse.RunStatus.Done : Warehouse.RunStatus.Partial);
        return (outcome, (IReadOnlyList<string>)(outcome.Refused == 0 ? [] : [$"{outcome.Refused} quarantined records still can't be loaded; see `tgcrm quarantine list`"]));
    }, cancellationToken);
}
