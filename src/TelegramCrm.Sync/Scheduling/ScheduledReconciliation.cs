using Quartz;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>Compares the warehouse with the CRM as the configuration says; what it finds stands in the run log.</summary>
/// <param name="installation">What is compared.</param>
[DisallowConcurrentExecution]
public sealed class ScheduledReconciliation(Installation installation) : IJob
{
    /// <inheritdoc/>
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await new ReconcileRun(installation).RunAsync(new ReconcileRequest("schedule") { Fix = installation.Configuration.Schedules.ReconcileFix }, cancellationToken);
}
