using System.Diagnostics.Metrics;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Counts what came, by what became of it: stored, repeated, or the reason it was refused for.</summary>
internal static class InboxMeter
{
    private static readonly Meter Meter = new("TelegramCrm.Sync.Inbox");

    private static readonly Counter<long> Deliveries = Meter.CreateCounter<long>("tgcrm.inbox.deliveries", "{delivery}", "Deliveries by outcome.");

    public static void Count(string outcome) => Deliveries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
