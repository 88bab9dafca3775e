using NodaTime;

namespace TelegramCrm.Sync.Inbox;

/// <summary>What came to the inbox and left it within a span.</summary>
/// <param name="Span">How long: shorter than asked for when the service has not run that long.</param>
/// <param name="Stored">Deliveries that were new and are on the disk.</param>
/// <param name="Repeated">Deliveries that were known already.</param>
/// <param name="Refused">Requests that were turned away, by the code of the reason.</param>
/// <param name="TurnedAway">Those of them that did nothing wrong and were asked to come again.</param>
/// <param name="Applied">Deliveries whose records stand in the warehouse.</param>
/// <param name="Dead">Deliveries that became dead letters.</param>
/// <param name="ApplyP50Seconds">Within which time half of the applied ones were; null when none was.</param>
/// <param name="ApplyP95Seconds">Within which time nineteen of twenty were.</param>
public sealed record InboxFlow(
    Duration Span, long Stored, long Repeated, IReadOnlyDictionary<string, long> Refused, long TurnedAway, long Applied, long Dead, double? ApplyP50Seconds, double? ApplyP95Seconds)
{
    /// <summary>Every request.</summary>
    public long Requests => Stored + Repeated + Refused.Values.Sum();

    /// <summary>Which share of the requests was turned away; 0 when there was none.</summary>
    public double RefusedShare => Requests == 0 ? 0 : (double)Refused.Values.Sum() / Requests;

    /// <summary>Which share of the deliveries that were worth it was accepted: those that were asked to come again were not. Null when there was none.</summary>
    public double? DeliverySuccess => Stored + Repeated + TurnedAway is > 0 and var worth ? (double)(Stored + Repeated) / worth : null;

    /// <summary>New deliveries a second.</summary>
    public double InPerSecond => Stored / Math.Max(1, Span.TotalSeconds);

    /// <summary>Applied deliveries a second.</summary>
    public double OutPerSecond => Applied / Math.Max(1, Span.TotalSeconds);
}
