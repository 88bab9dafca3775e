using Quartz;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>Runs what its schedule stands for; a run that takes longer than its interval delays the next one and never overlaps it.</summary>
/// <param name="installation">What is run on.</param>
/// <param name="plan">What each schedule stands for.</param>
[DisallowConcurrentExecution]
public sealed class ScheduledRun(Installation installation, RunPlan plan) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await new SyncRun(installation).RunAsync(plan.RequestOf(context.JobDetail.Key.Name), cancellationToken);
}
