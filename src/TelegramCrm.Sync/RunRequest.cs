using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync;

/// <summary>What a run is to do.</summary>
/// <param name="Trigger">Who asked for it, as <c>ops.runs</c> keeps it.</param>
/// <param name="Steps">Which steps.</param>
public sealed record RunRequest(string Trigger, RunSteps Steps)
{
    /// <summary>Which streams are read.</summary>
    public IReadOnlyList<CrmStream> Streams { get; init; } = Load.Streams.Listed;

    /// <summary>Forgets how far those streams were read, so that they are read from the beginning.</summary>
    public bool FullRefresh { get; init; }

    /// <summary>What is compared with the CRM, and whether it is mended.</summary>
    public ReconcileRequest Reconcile { get; init; } = new();

    /// <summary>A span that is read again, whatever was read of it before; null to read on from where each stream stands.</summary>
    public VersionSpan? Backfill { get; init; }

    /// <summary>Computes every ticket anew, and not those alone that changed.</summary>
    public bool FullTransform { get; init; }

    /// <summary>The days that reports speak of; null for the last 30.</summary>
    public ReportPeriod? ReportPeriod { get; init; }

    /// <summary>The queue that reports are about, by its id or name; null for all tickets.</summary>
    public string? ReportQueue { get; init; }

    /// <summary>Where reports go; null for the configured folder.</summary>
    public string? ReportFolder { get; init; }

    /// <summary>Which connectors are pushed to; empty for all.</summary>
    public IReadOnlyList<string> Connectors { get; init; } = [];
}
