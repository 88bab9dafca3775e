using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Alerts;

/// <summary>
/// Looks whether promises have come near or were broken, records that, and tells of it. Between two transforms it goes by the times that the marts
/// foretell, and looks at them only when one of them has come.
/// </summary>
/// <param name="warehouse">Where the marts stand.</param>
/// <param name="alerts">The record.</param>
/// <param name="lookBack">How far before the very first look an alert may lie.</param>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where alerts are told.</param>
public sealed partial class AlertPass(WarehouseFile warehouse, AlertRecord alerts, Duration lookBack, string sqlFolder, TimeProvider time, ILogger<AlertPass> log)
{
    private ((long Transform, long Refreshes) Made, Instant? Next)? seen;

    /// <summary>Looks once. What was reached since the last look, in this process or another, is recorded and told, each level of a promise once and for ever.</summary>
    /// <returns>When the next level is reached unless something happens; null when none is.</returns>
    public Instant? Look()
    {
        Tell(); // what a process before this one did not come to tell
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var since = alerts.WatchedSince(now) - lookBack;
        using var connection = warehouse.Connect();
        var promises = new WatchedPromises(connection, sqlFolder);
        if (promises.Made() is not { } made)
            return null;
        if (seen is { } before && before.Made == made && !(now >= before.Next))
            return before.Next;
        if (alerts.Notice(promises.Reached(since, now), now) > 0)
            Tell();
        seen = (made, promises.Next(now));
        return seen.Value.Next;
    }

    private void Tell()
    {
        foreach (var (number, alert, noticedAt) in alerts.Untold())
        {
            Reached(number, alert.Level, alert.TicketId, alert.Metric, alert.Instance, alert.Policy, alert.ReachedAt, alert.DueAt, noticedAt);
            alerts.MarkTold(number, Instant.FromDateTimeOffset(time.GetUtcNow()));
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "SLA alert {Number}: {Level} of ticket {TicketId}, {Metric} {Instance} of policy {Policy}, reached {ReachedAt}, due {DueAt}, noticed {NoticedAt}")]
    private partial void Reached(long number, string level, string ticketId, string metric, long instance, string policy, Instant reachedAt, Instant dueAt, Instant noticedAt);
}
