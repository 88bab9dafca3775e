using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>When the service does what.</summary>
public sealed record ScheduleConfiguration
{
    /// <summary>The zone whose wall clock cron expressions are read by, those of connectors too.</summary>
    public DateTimeZone Zone { get; init; } = DateTimeZone.Utc;

    /// <summary>When changes are fetched, transformed and published.</summary>
    public Schedule Sync { get; init; } = Schedule.Parse("every 5m");

    /// <summary>When the reports are written anew; without it they are written only on demand.</summary>
    public Schedule? Report { get; init; }

    /// <summary>When the warehouse is compared with the CRM, record by record; without it only on demand.</summary>
    public Schedule? Reconcile { get; init; }

    /// <summary>Whether that mends what it finds; otherwise it only tells.</summary>
    public bool ReconcileFix { get; init; }
}
