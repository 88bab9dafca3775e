using Quartz;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>Runs what its schedule stands for; a run that takes longer than its interval delays the next one and never overlaps it.</summary>
/// <param name="runAsync">Does a run to its end.</param>
/// <param name="plan">What each schedule stands for.</param>
[DisallowConcurrentExecution]
public sealed class ScheduledRun(Func<RunRequest, CancellationToken, Task> runAsync, RunPlan plan) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        if (plan.RequestOf(context.JobDetail.Key.Name) is { } request)
            await runAsync(request, cancellationToken);
    }
}
