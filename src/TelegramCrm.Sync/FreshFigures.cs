using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync;

/// <summary>Between two runs, keeps the figures of the tickets that webhooks speak of up to date: in the working warehouse, seconds after each delivery. Nothing is published.</summary>
/// <param name="installation">Whose figures.</param>
public sealed partial class FreshFigures(Installation installation)
{
    private readonly Refresh refresh = new(installation.Sql);
    private readonly ILogger log = installation.Logs.CreateLogger<FreshFigures>();
    private DateTimeOffset restsUntil;

    /// <summary>
    /// Computes the tickets that were applied since the last time; a failure is logged, and the next run computes them. When somebody had to wait for it, as a
    /// sync that loads, half of the time at most goes into figures.
    /// </summary>
    /// <param name="cancellationToken">Ends it; the figures stay as they were.</param>
    /// <returns>False while it rests, and while a run computes or gives out the figures, which must not move meanwhile.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (installation.Time.GetUtcNow() < restsUntil || !await installation.FiguresTurn.WaitAsync(TimeSpan.Zero, cancellationToken))
            return false;
        try
        {
            var tickets = await installation.Warehouse.TakeTurnAsync(() => Task.FromResult(Run(cancellationToken)), cancellationToken);
            if (tickets > 0)
                Refreshed(tickets);
        }
#pragma warning disable CA1031 // Whatever went wrong, the records are loaded, and the next run computes their tickets.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Failed(e);
        }
        finally
        {
            installation.FiguresTurn.Release();
        }
        return true;
    }

    private long Run(CancellationToken cancellationToken)
    {
        var begun = installation.Time.GetUtcNow();
        using var connection = installation.Warehouse.Connect();
        var tickets = refresh.Run(connection, InboxPump.RunId, Instant.FromDateTimeOffset(begun), cancellationToken);
        var now = installation.Time.GetUtcNow();
        restsUntil = installation.Warehouse.IsWaitedFor ? now + (now - begun) : now;
        return tickets;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "figures of {Tickets} tickets are up to date")]
    private partial void Refreshed(long tickets);

    [LoggerMessage(Level = LogLevel.Error, Message = "figures of delivered tickets could not be brought up to date; the next run does it")]
    private partial void Failed(Exception e);
}
