using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync;

/// <summary>Work that is a run of its own: it waits for the run under way, stands in the run log, and ends there whatever happens.</summary>
/// <param name="installation">What is worked on.</param>
/// <param name="trigger">Who asked for it, as <c>ops.runs</c> keeps it.</param>
internal sealed class SingleRun(Installation installation, string trigger)
{
    /// <summary>Does the work.</summary>
    /// <param name="workAsync">The work; it returns its result, and in words what failed of it.</param>
    /// <param name="cancellationToken">Gives up waiting for the run under way.</param>
    public async Task<T> TakeAsync<T>(Func<Run, Task<(T Result, IReadOnlyList<string> Failures)>> workAsync, CancellationToken cancellationToken)
    {
        await installation.RunTurn.WaitAsync(cancellationToken);
        try
        {
            using var run = await Run.BeginAsync(installation.Warehouse, trigger, installation.Time, cancellationToken);
            try
            {
                var (result, failures) = await workAsync(run);
                await run.EndAsync(failures.Count == 0 ? RunStatus.Done : RunStatus.Partial, failures.Count == 0 ? null : string.Join("\n", failures));
                return result;
            }
            catch (Exception e)
            {
                await run.EndAsync(RunStatus.Failed, e.Message);
                throw;
            }
        }
        finally
        {
            installation.RunTurn.Release();
        }
    }
}
