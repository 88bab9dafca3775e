using System.Text.Json;
using NodaTime;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>A batch that was taken on and has records whose outcome is not known yet. The fields are those of the moment it was claimed.</summary>
internal sealed class ClaimedPush(string id, string entity, Instant claimedAt, IEnumerable<ClaimedRecord> records)
{
    private readonly Dictionary<string, ClaimedRecord> unsettled = records.ToDictionary(record => record.Key, StringComparer.Ordinal);

    public string Id => id;

    /// <summary>The records without a known outcome, in the order of their keys.</summary>
    public IReadOnlyList<ClaimedRecord> Unsettled => [.. unsettled.Values.OrderBy(record => record.Key, StringComparer.Ordinal)];

    public bool IsSettled => unsettled.Count == 0;

    /// <summary>What is left to send.</summary>
    public PushBatch ToBatch() => new(id, claimedAt.ToDateTimeOffset(), entity, [.. Unsettled.Select(record => record.ToPushRecord(entity))]);

    /// <summary>What a look-up found: the record is updated there, or created when the target has none.</summary>
    public void Found(ClaimedRecord record, RemoteRecord? remote) => unsettled[record.Key] = record with { Known = remote };

    /// <summary>The record that a result speaks of, which is settled with it.</summary>
    /// <exception cref="InvalidOperationException">The connector speaks of a record that it wasn't given, or twice of one: a mistake in the connector.</exception>
    public ClaimedRecord Settle(WriteResult result) => result.Key.Entity == entity && unsettled.Remove(result.Key.Value, out var record)
        ? record
        : throw new InvalidOperationException($"the connector gave an outcome for {result.Key.Entity} {result.Key}, which is not, or no longer, in the batch it was given; mend the connector");
}

/// <summary>A record of a claim.</summary>
/// <param name="Key">Its external key.</param>
/// <param name="Fingerprint">Of the fields as they are sent.</param>
/// <param name="Body">The fields as a JSON object.</param>
/// <param name="RemoteId">The target's id when it was claimed; null when the target did not have it.</param>
/// <param name="RemoteRevision">The target's name for that state, if any.</param>
internal sealed record ClaimedRecord(string Key, string Fingerprint, string Body, string? RemoteId, string? RemoteRevision)
{
    /// <summary>The target's record as the ledger has it, or as a look-up found it since; null when there is none.</summary>
    public RemoteRecord? Known { get; init; } = RemoteId is null ? null : new RemoteRecord(RemoteId, RemoteRevision);

    /// <summary>Whether the target did not have it before this claim.</summary>
    public bool IsNew => RemoteId is null;

    public PushRecord ToPushRecord(string entity)
    {
        var fields = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in JsonElement.Parse(Body).EnumerateObject())
            fields.Add(field.Name, field.Value);
        return new(new ExternalKey(entity, Key), fields, Known);
    }
}
