using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Alerts;

/// <summary>Watches over promises for as long as the service runs: it looks when the next one comes near or is broken, and soon after each transform.</summary>
/// <param name="pass">Looks.</param>
/// <param name="lease">Whether this node is the one that watches.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when a look failed; the next one makes up for it.</param>
public sealed partial class AlertWatch(AlertPass pass, WorkLease lease, TimeProvider time, ILogger<AlertWatch> log) : BackgroundService
{
    /// <summary>How soon a new transform is seen.</summary>
    public static Duration LongestWait { get; } = Duration.FromSeconds(10);

    private static readonly Duration ShortestWait = Duration.FromMilliseconds(100);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var next = lease.IsHeld ? await LookAsync(stoppingToken) : null;
            var wait = next is { } at ? at - Instant.FromDateTimeOffset(time.GetUtcNow()) : LongestWait;
            await Task.Delay(Duration.Max(ShortestWait, Duration.Min(LongestWait, wait)).ToTimeSpan(), time, stoppingToken);
        }
    }

    private async Task<Instant?> LookAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await Task.Run(pass.Look, stoppingToken);
        }
#pragma warning disable CA1031 // Whatever went wrong, what was reached stays reached, and the next look finds it.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Failed(e);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "SLA alerts: the promises could not be looked at; the next look makes up for it")]
    private partial void Failed(Exception e);
}
