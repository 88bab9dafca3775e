using Microsoft.Extensions.Hosting;
using Quartz;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Scheduling;

/// <summary>Lets the schedules run on the node that works, and on no other.</summary>
/// <param name="schedulers">Quartz, not started by its own hosted service.</param>
/// <param name="plan">What there should be.</param>
/// <param name="lease">Whether this node works.</param>
/// <param name="time">The clock.</param>
public sealed class SchedulerGate(ISchedulerFactory schedulers, RunPlan plan, WorkLease lease, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var scheduler = await schedulers.GetScheduler(stoppingToken);
        using var ticks = new PeriodicTimer(Interval, time);
        var isOpen = false;
        do
        {
            if (lease.IsHeld == isOpen)
                continue;
            isOpen = lease.IsHeld;
            if (!isOpen)
            {
                await scheduler.Standby(stoppingToken);
                continue;
            }
            await RunSchedule.ApplyAsync(scheduler, plan, stoppingToken);
            await scheduler.Start(stoppingToken);
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }
}
