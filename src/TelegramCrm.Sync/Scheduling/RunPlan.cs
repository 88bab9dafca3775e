using Quartz;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>When the service does what: the configuration's schedules, each with the run it stands for.</summary>
/// <param name="configuration">What the user wants.</param>
public sealed class RunPlan(SyncConfiguration configuration)
{
    private readonly IReadOnlyList<Entry> entries = [.. Read(configuration)];

    private sealed record Entry(string Name, Configuration.Schedule Schedule, RunRequest Request);

    /// <summary>The run a schedule stands for.</summary>
    /// <param name="name">The schedule: <c>sync</c>, <c>report</c>, or <c>push-</c> and a connector's name.</param>
    public RunRequest RequestOf(string name) => entries.Single(entry => entry.Name == name).Request;

    /// <summary>Hands every schedule to Quartz.</summary>
    /// <param name="quartz">The scheduler being built.</param>
    public void AddTo(IQuartzBuilder quartz)
    {
        foreach (var entry in entries)
            quartz.ScheduleJob<ScheduledRun>(trigger => Set(trigger.WithIdentity(entry.Name), entry.Schedule), job => job.WithIdentity(entry.Name));
        if (configuration.Schedules.Reconcile is { } reconcile)
            quartz.ScheduleJob<ScheduledReconciliation>(trigger => Set(trigger.WithIdentity("reconcile"), reconcile), job => job.WithIdentity("reconcile"));
    }

    private void Set<T>(ITriggerConfigurator<T> trigger, Configuration.Schedule schedule) where T : IJob
    {
        if (schedule.Every is { } every)
            trigger.StartNow().WithSimpleSchedule(simple => simple.WithInterval(every.ToTimeSpan()).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount));
        else
            trigger.WithCronSchedule(schedule.Cron!, cron => cron.InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(configuration.Schedules.Zone.Id)).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed));
    }

    /// <summary>Connectors with a schedule of their own are pushed to by it, the others at the end of every sync.</summary>
    private static IEnumerable<Entry> Read(SyncConfiguration configuration)
    {
        var unscheduled = configuration.Connectors.Where(connector => connector.Schedule is null).Select(connector => connector.Name).ToList();
        var steps = RunSteps.Extract | RunSteps.Transform | RunSteps.Publish | (unscheduled.Count > 0 ? RunSteps.Push : RunSteps.None);
        yield return new Entry("sync", configuration.Schedules.Sync, new RunRequest("schedule", steps) { Connectors = unscheduled });
        if (configuration.Schedules.Report is { } report)
            yield return new Entry("report", report, new RunRequest("schedule", RunSteps.Report));
        foreach (var connector in configuration.Connectors.Where(connector => connector.Schedule is not null))
            yield return new Entry($"push-{connector.Name}", connector.Schedule!, new RunRequest("schedule", RunSteps.Push) { Connectors = [connector.Name] });
    }
}
