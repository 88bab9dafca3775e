using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync;

/// <summary>
/// The whole way, on one screen: extract, transform, test, publish, report, push. A step that fails lets those go on that
/// don't need it; what data tests find wrong is neither published nor pushed, so that readers keep the last good set.
/// </summary>
/// <param name="installation">What is run, and on what.</param>
/// <param name="onStep">Told in a few words what is done next; null when nobody watches.</param>
public sealed class SyncRun(Installation installation, Action<string>? onStep = null)
{
    /// <summary>Runs the steps that are asked for, in their order; waits for a run that is under way.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops at the next safe place; what is committed stays.</param>
    public Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellationToken) => InTurnAsync(installation.RunTurn, async () =>
    {
        using var run = await Run.BeginAsync(
            installation.Warehouse, request.Trigger, installation.Time, cancellationToken, installation.Logs.CreateLogger<SyncRun>());
        using var connection = installation.Warehouse.Connect();
        var steps = new SyncSteps(installation, run, connection, onStep);
        try
        {
            var outcome = await ReadAsync(steps, run, request, cancellationToken);
            outcome = await InTurnAsync(installation.FiguresTurn, () => TakeAsync(steps, run, connection, request, outcome, cancellationToken), cancellationToken) with { Failures = steps.Failures };
            await run.EndAsync(outcome.Status, outcome.Failures.Count == 0 ? null : string.Join("\n", outcome.Failures));
            return outcome;
        }
        catch (Exception e)
        {
            await run.EndAsync(RunStatus.Failed, e.Message);
            throw;
        }
    }, cancellationToken);

    private static async Task<RunOutcome> ReadAsync(SyncSteps steps, Run run, RunRequest request, CancellationToken cancellationToken)
    {
        var outcome = new RunOutcome(run.Id, run.AsOf);
        if (request.Steps.HasFlag(RunSteps.Extract))
            outcome = outcome with { Streams = await steps.ExtractAsync(request, cancellationToken) };
        if (request.Steps.HasFlag(RunSteps.Reconcile))
            outcome = outcome with { Reconciled = await steps.ReconcileAsync(request, cancellationToken) };
        if (request.Steps.HasFlag(RunSteps.ReconcileTargets))
            outcome = await steps.ReconcileTargetsAsync(outcome, request, cancellationToken);
        return outcome;
    }

    private static async Task<RunOutcome> TakeAsync(SyncSteps steps, Run run, DuckDBConnection connection, RunRequest request, RunOutcome outcome, CancellationToken cancellationToken)
    {
        var givesOut = (request.Steps & (RunSteps.Publish | RunSteps.Report | RunSteps.Push)) != RunSteps.None;
        if (request.Steps.HasFlag(RunSteps.Transform) || (givesOut && Refresh.IsPending(connection))) // what is given out is of one moment
        {
            await run.TakeAsOfAsync(cancellationToken);
            var transform = await steps.TransformAsync(request.FullTransform, cancellationToken);
            outcome = outcome with { AsOf = run.AsOf, Transform = transform };
            outcome = outcome with { Tests = await steps.TestAsync(transform, cancellationToken) };
        }
        if (!givesOut)
            return outcome;
        var marts = Marts.Use(connection) ?? throw new NoMartsException();
        if (steps.Withhold(marts))
            return outcome;
        outcome = outcome with { AsOf = marts.AsOf };
        if (request.Steps.HasFlag(RunSteps.Publish))
            outcome = outcome with { Published = await steps.PublishAsync(marts, cancellationToken) };
        if (request.Steps.HasFlag(RunSteps.Report))
            outcome = outcome with { Reports = await steps.ReportAsync(marts, request, cancellationToken) };
        if (request.Steps.HasFlag(RunSteps.Push))
            outcome = outcome with { Pushes = await steps.PushAsync(request.Connectors, cancellationToken) };
        return outcome;
    }

    /// <summary>Says what a push would do; sends and writes nothing.</summary>
    /// <param name="targets">Where to.</param>
    /// <param name="cancellationToken">Gives up waiting for a run under way.</param>
    /// <exception cref="NoMartsException">Nothing was computed yet.</exception>
    public Task<IReadOnlyList<PushPreview>> PreviewPushAsync(IReadOnlyList<PushTarget> targets, CancellationToken cancellationToken) => InTurnAsync(installation.RunTurn, () =>
    {
        using var connection = installation.Warehouse.Connect();
        _ = Marts.Use(connection) ?? throw new NoMartsException();
        return Task.FromResult(SyncSteps.PushOn(installation, connection).Preview(targets));
    }, cancellationToken);

    private static async Task<T> InTurnAsync<T>(SemaphoreSlim turn, Func<Task<T>> workAsync, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await workAsync();
        }
        finally
        {
            turn.Release();
        }
    }
}
