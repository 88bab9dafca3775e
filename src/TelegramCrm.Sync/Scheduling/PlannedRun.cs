using NodaTime;
using Quartz;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>A run with the times it is due at.</summary>
/// <param name="Name">Unique; stands as the job's and the trigger's key.</param>
/// <param name="Schedule">When.</param>
/// <param name="Zone">The zone that a cron expression speaks of.</param>
/// <param name="Request">What is run.</param>
public sealed record PlannedRun(string Name, Configuration.Schedule Schedule, DateTimeZone Zone, RunRequest Request)
{
    /// <summary>The job's key.</summary>
    internal JobKey Job => new(Name);

    /// <summary>The trigger's key.</summary>
    internal TriggerKey Trigger => new(Name);

    /// <summary>The times in words; a stored trigger with other words is out of date.</summary>
    internal string Times => Schedule.Every is null ? $"{Schedule.Cron} {Zone.Id}" : $"every {Schedule.Every}";

    /// <summary>The trigger as Quartz takes it. Times that passed while no process ran are made up for by one run, not by many.</summary>
    /// <param name="time">The scheduler's clock.</param>
    internal ITrigger ToTrigger(TimeProvider time)
    {
        var trigger = TriggerBuilder.Create(time).WithIdentity(Trigger).ForJob(Job).WithDescription(Times);
        return Schedule.Every is { } every
            ? trigger.StartNow().WithSimpleSchedule(simple => simple.WithInterval(every.ToTimeSpan()).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithRemainingCount)).Build()
            : trigger.WithCronSchedule(Schedule.Cron!, cron => cron.InTimeZone(TimeZoneInfo.FindSystemTimeZoneById(Zone.Id)).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed)).Build();
    }
}
