using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Applies deliveries soon after they came, for as long as the service runs.</summary>
/// <param name="store">Where they wait.</param>
/// <param name="drain">Applies them.</param>
/// <param name="lease">Whether this node is the one that applies.</param>
/// <param name="refreshAsync">Brings the figures of what was applied up to date.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when a drain failed; the next one tries again.</param>
public sealed partial class InboxPump(InboxStore store, InboxDrain drain, WorkLease lease, FiguresRefresh refreshAsync, TimeProvider time, ILogger<InboxPump> log) : BackgroundService
{
    /// <summary>Rows that webhooks brought say so in <c>raw</c>'s <c>run_id</c>.</summary>
    public const string RunId = UnannouncedVersions.InboxRun;

    private const int TicksBetweenCounts = 40;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(1); // a backlog must not keep figures old

    private bool owesRefresh = true; // a process before this one may have ended in between

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Interval, time);
        for (var tick = 0; await ticks.WaitForNextTickAsync(stoppingToken); tick++)
        {
            try
            {
                if (tick % TicksBetweenCounts == 0)
                    LookAround();
                if (!lease.IsHeld)
                    continue;
                await DrainAsync(stoppingToken);
                if (owesRefresh)
                    owesRefresh = !await refreshAsync(stoppingToken);
            }
#pragma warning disable CA1031 // Whatever went wrong, the deliveries are safe in the inbox and the next tick tries again.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(e);
            }
        }
    }

    private void LookAround()
    {
        store.Recount(); // other nodes take deliveries in, too
        drain.Forget();
    }

    /// <summary>Applies what waits by now, and leaves what comes meanwhile to the next turn: where some always come, figures would wait for a pause.</summary>
    private async Task DrainAsync(CancellationToken stoppingToken)
    {
        var begun = time.GetTimestamp();
        for (var waiting = store.Waiting; waiting > 0 && time.GetElapsedTime(begun) < LongestDrain;)
        {
            if (await drain.ApplyBatchAsync(RunId, (_, _) => { }, stoppingToken) is not { } outcome)
                return; // what waits was postponed
            waiting -= outcome.Applied + outcome.Postponed + outcome.Dead;
            owesRefresh |= outcome.Counts.Loaded > 0;
            Applied(outcome.Applied, outcome.Counts.Loaded, outcome.Postponed, outcome.Dead);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "inbox: {Deliveries} deliveries applied, {Rows} rows written, {Postponed} postponed, {Dead} dead letters")]
    private partial void Applied(int deliveries, long rows, int postponed, int dead);

    [LoggerMessage(Level = LogLevel.Error, Message = "inbox: deliveries could not be applied and wait for the next try")]
    private partial void Failed(Exception e);
}
