using Quartz;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>
/// Brings the stored schedules to what the configuration says. One that has not changed is left as it stands, with the time it is due next: only so
/// does Quartz see that this time passed while nobody ran.
/// </summary>
public static class RunSchedule
{
    private const int MostRuns = 1_000;

    /// <summary>Stores, changes and removes schedules.</summary>
    /// <param name="scheduler">Not started yet, so that nothing fires before all is in place.</param>
    /// <param name="plan">What there should be.</param>
    /// <param name="cancellationToken">Stops between two schedules.</param>
    public static async Task ApplyAsync(IScheduler scheduler, RunPlan plan, CancellationToken cancellationToken)
    {
        var stored = await scheduler.QueryTriggers(new TriggerQuery { Take = MostRuns }, cancellationToken);
        var unplanned = stored.Items.Where(trigger => plan.RequestOf(trigger.JobKey.Name) is null).Select(trigger => trigger.JobKey);
        await scheduler.DeleteJobs([.. unplanned], cancellationToken);
        foreach (var run in plan.Runs)
        {
            await scheduler.AddJob(JobBuilder.Create<ScheduledRun>().WithIdentity(run.Job).StoreDurably().Build(), AddJobOptions.Replacing, cancellationToken);
            var known = stored.Items.FirstOrDefault(trigger => trigger.Key.Equals(run.Trigger));
            if (known is null || known.Description != run.Times || known.State == TriggerState.Error)
                await scheduler.ScheduleTrigger(run.ToTrigger(scheduler.TimeProvider), TriggerConflict.Replace, cancellationToken);
        }
    }
}
