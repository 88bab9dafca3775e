using NodaTime;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>A batch that was taken on and has records whose outcome is not known yet. The fields are those of the moment it was claimed.</summary>
internal sealed class ClaimedPush(string id, string entity, Instant claimedAt, bool isRemoval, IEnumerable<ClaimedRecord> records)
{
    private readonly Dictionary<string, ClaimedRecord> unsettled = records.ToDictionary(record => record.Key, StringComparer.Ordinal);

    public string Id => id;

    /// <summary>Whether the records are to be removed, and not written.</summary>
    public bool IsRemoval => isRemoval;

    /// <summary>The records without a known outcome, in the order of their keys.</summary>
    public IReadOnlyList<ClaimedRecord> Unsettled => [.. unsettled.Values.OrderBy(record => record.Key, StringComparer.Ordinal)];

    public bool IsSettled => unsettled.Count == 0;

    /// <summary>What is left to send.</summary>
    public PushBatch ToBatch() => new(id, claimedAt.ToDateTimeOffset(), entity, [.. Unsettled.Select(record => record.ToPushRecord(entity))]);

    /// <summary>From here on nobody knows whether the records are in the target, until somebody says so.</summary>
    public void BecomesUncertain()
    {
        foreach (var record in unsettled.Values.ToList())
            unsettled[record.Key] = record with { IsUncertain = true };
    }

    /// <summary>How the record stands in the target, as somebody looked: it is updated there, or created when the target has none.</summary>
    public void Found(ClaimedRecord record, RemoteRecord? remote) => unsettled[record.Key] = record with { Known = remote, IsUncertain = false };

    /// <summary>A record of the batch that a result speaks of.</summary>
    /// <exception cref="InvalidOperationException">The connector speaks of a record that it wasn't given, or twice of one: a mistake in the connector.</exception>
    public ClaimedRecord Of(WriteResult result) => result.Key.Entity == entity && unsettled.TryGetValue(result.Key.Value, out var record)
        ? record
        : throw new InvalidOperationException($"the connector gave an outcome for {result.Key.Entity} {result.Key}, which is not, or no longer, in the batch it was given; mend the connector");

    /// <summary>The outcomes of these records are known.</summary>
    public void Settle(IEnumerable<ClaimedRecord> settled)
    {
        foreach (var record in settled)
            unsettled.Remove(record.Key);
    }
}
