using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Automation;

/// <summary>Looks soon after something was loaded, by webhooks or otherwise, for as long as the service runs and this node is the one that works.</summary>
/// <param name="warehouse">Where loads are numbered.</param>
/// <param name="lease">Whether this node is the one that works.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when a look failed; the next one makes up for it.</param>
public abstract partial class LoadWatch(WarehouseFile warehouse, WorkLease lease, TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Where it tells what it did.</summary>
    protected ILogger Log => log;

    /// <summary>Looks once. What it loads itself is looked at once more.</summary>
    /// <param name="cancellationToken">Ends the look.</param>
    protected abstract Task LookAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var connection = warehouse.Connect();
        using var ticks = new PeriodicTimer(Interval, time);
        for (var seen = -1L; await ticks.WaitForNextTickAsync(stoppingToken);)
        {
            try
            {
                var load = connection.ExecuteScalar<long>("select coalesce(max(load_id), 0) from ops.loads");
                if (!lease.IsHeld || load == seen)
                    continue;
                seen = load; // after a failure the schedule looks
                await LookAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever went wrong, what was decided is recorded before it is sent, and the next look goes on.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(log, GetType().Name, e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Watch}: tickets could not be looked at; the next look makes up for it")]
    private static partial void Failed(ILogger log, string watch, Exception e);
}
