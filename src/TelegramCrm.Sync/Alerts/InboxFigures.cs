using NodaTime;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Alerts;

/// <summary>How the inbox stands at one instant.</summary>
/// <param name="Waiting">Deliveries that wait to be applied.</param>
/// <param name="OldestWait">How long the one at the head of the line has waited.</param>
/// <param name="Dead">Deliveries that can't be applied.</param>
/// <param name="Flow">What came and went in the last five minutes.</param>
/// <param name="Missed">What the webhooks missed, by the runs of the last hour.</param>
public sealed record InboxFigures(long Waiting, Duration OldestWait, long Dead, InboxFlow Flow, MissedVersions Missed)
{
    /// <summary>The span of <see cref="Flow"/>.</summary>
    public static Duration FlowSpan { get; } = Duration.FromMinutes(5);

    /// <summary>The span of <see cref="Missed"/>.</summary>
    public static Duration MissedSpan { get; } = Duration.FromHours(1);

    /// <summary>Takes them.</summary>
    /// <param name="store">The inbox.</param>
    /// <param name="warehouse">Where runs are logged.</param>
    /// <param name="now">The present instant.</param>
    public static InboxFigures Take(InboxStore store, WarehouseFile warehouse, Instant now)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(warehouse);
        using var connection = warehouse.Connect();
        return new(store.Waiting, store.OldestWait(now), store.Dead, store.Traffic.Over(FlowSpan, now), MissedVersions.Since(connection, now - MissedSpan));
    }
}
