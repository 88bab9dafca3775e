using System.Diagnostics.Metrics;
using NodaTime;

namespace TelegramCrm.Sync.Inbox;

/// <summary>The inbox in figures for whoever collects them: names, units and attributes as OpenTelemetry writes them.</summary>
internal static class InboxMeter
{
    /// <summary>The name that a collector asks for.</summary>
    public const string Name = "TelegramCrm.Sync.Inbox";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>(
        "tgcrm.inbox.deliveries", "{delivery}", "Requests to the inbox by outcome: stored, repeated, challenge, or refused with error.type.");

    private static readonly Counter<long> Settled = Meter.CreateCounter<long>(
        "tgcrm.inbox.settled", "{delivery}", "Deliveries taken out of the inbox by outcome: applied, unrecognized, dead; or postponed, to be tried again.");

    private static readonly Histogram<double> ApplyDuration = Meter.CreateHistogram(
        "tgcrm.inbox.apply.duration", "s", "From the moment a delivery came until its records stood in the warehouse.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Latencies.Bounds });

    private static readonly Counter<long> MissedVersions = Meter.CreateCounter<long>(
        "tgcrm.inbox.missed", "{version}", "Versions that polling brought and that no delivery told of within the lookback.");

    public static void Missed(long versions) => MissedVersions.Add(versions);

    public static void Came(string outcome) => Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public static void Refused(Refusal refusal) =>
        Deliveries.Add(1, new("outcome", "refused"), new("error.type", refusal.Code), new("http.response.status_code", refusal.Status));

    public static void Left(string outcome, int count) => Settled.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    public static void Applied(Duration latency) => ApplyDuration.Record(latency.TotalSeconds);
}
