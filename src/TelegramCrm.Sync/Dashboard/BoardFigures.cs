using NodaTime;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Dashboard;

/// <summary>Everything that the dashboard shows, as it was at one instant.</summary>
/// <param name="Now">That instant.</param>
/// <param name="Zone">The zone whose clock the page shows.</param>
internal sealed record BoardFigures(Instant Now, DateTimeZone Zone)
{
    /// <summary>What the queries returned, by their file's name; null before there are marts.</summary>
    public IReadOnlyDictionary<string, ReportRows>? Tables { get; init; }

    /// <summary>When a figure changes though nothing happens; null when none does.</summary>
    public Instant? NextChange { get; init; }

    /// <summary>How fresh the figures are.</summary>
    public required FiguresStanding Freshness { get; init; }

    /// <summary>Runs, streams and quarantine.</summary>
    public required Standing Standing { get; init; }

    /// <summary>The inbox.</summary>
    public required InboxHealth Inbox { get; init; }

    /// <summary>The last push of each connector, in the order of the configuration.</summary>
    public required IReadOnlyList<LastPush> Pushes { get; init; }

    /// <summary>Where the CRM shows a ticket.</summary>
    public required TicketAddress Tickets { get; init; }
}

/// <summary>How the inbox stands.</summary>
/// <param name="IsOpen">Whether there is one.</param>
/// <param name="Waiting">Deliveries that wait to be applied.</param>
/// <param name="OldestWait">How long the one at the head of the line has waited.</param>
/// <param name="Dead">Deliveries that can't be applied.</param>
/// <param name="Flow">What came and went in the last hour.</param>
/// <param name="Wanted">Tickets to be fetched, because a delivery told of them and did not bring them.</param>
internal sealed record InboxHealth(bool IsOpen, long Waiting, Duration OldestWait, long Dead, InboxFlow Flow, long Wanted);

/// <summary>What the newest push to a connector did.</summary>
/// <param name="Connector">Its name.</param>
/// <param name="EndedAt">When it ended; null when there was none.</param>
/// <param name="Entities">What became of each kind of record.</param>
/// <param name="DeadLetters">Records that the target has refused and nobody mended.</param>
internal sealed record LastPush(string Connector, Instant? EndedAt, IReadOnlyList<EntitySummary> Entities, long DeadLetters);
