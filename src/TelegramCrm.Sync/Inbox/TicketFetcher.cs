using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Fetches wanted tickets for as long as the service runs, beside the applying of deliveries, which an absent CRM must not hold up.</summary>
/// <param name="fetch">Fetches them.</param>
/// <param name="lease">Whether this node is the one that loads.</param>
/// <param name="refreshAsync">Brings the figures of what was fetched up to date.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when tickets could not be fetched.</param>
public sealed partial class TicketFetcher(TicketFetch fetch, WorkLease lease, FiguresRefresh refreshAsync, TimeProvider time, ILogger<TicketFetcher> log) : BackgroundService
{
    /// <summary>How soon a wish is seen.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (pause, owesRefresh) = (ShortestPause, false);
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            if (!lease.IsHeld)
                continue;
            try
            {
                owesRefresh |= await fetch.RunAsync(stoppingToken) > 0;
                if (owesRefresh)
                    owesRefresh = !await refreshAsync(stoppingToken);
                pause = ShortestPause;
            }
            catch (CrmException away)
            {
                NotFetched(away.Message, pause);
                await Task.Delay(pause, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
#pragma warning disable CA1031 // Whatever went wrong, the tickets stay wanted.
            catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
            {
                Failed(e);
                await Task.Delay(pause, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "tickets that webhooks told of could not be fetched and stay wanted; again in {Pause}: {Reason}")]
    private partial void NotFetched(string reason, TimeSpan pause);

    [LoggerMessage(Level = LogLevel.Error, Message = "tickets that webhooks told of could not be fetched and stay wanted")]
    private partial void Failed(Exception e);
}
