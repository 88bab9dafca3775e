using NodaTime;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync;

/// <summary>What is to be compared with the CRM.</summary>
/// <param name="Trigger">Who asked for it, as <c>ops.runs</c> keeps it.</param>
public sealed record ReconcileRequest(string Trigger)
{
    /// <summary>Which streams.</summary>
    public IReadOnlyList<CrmStream> Streams { get; init; } = Load.Streams.Listed;

    /// <summary>Which versions, by the CRM's stamps; a bound that is left out is open.</summary>
    public Interval Span { get; init; } = new(null, null);

    /// <summary>Whether what differs is mended.</summary>
    public bool Fix { get; init; }

    /// <summary>Whether any share of a stream may be marked as deleted.</summary>
    public bool AllowsMassDeletion { get; init; }
}
