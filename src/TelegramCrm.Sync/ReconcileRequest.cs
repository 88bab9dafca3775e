using NodaTime;

namespace TelegramCrm.Sync;

/// <summary>How a run compares the warehouse with the CRM.</summary>
public sealed record ReconcileRequest
{
    /// <summary>Which versions, by the CRM's stamps; a bound that is left out is open.</summary>
    public Interval Span { get; init; } = new(null, null);

    /// <summary>Whether what differs is mended.</summary>
    public bool Fix { get; init; }

    /// <summary>Whether any share of a stream may be marked as deleted.</summary>
    public bool AllowsMassDeletion { get; init; }
}
