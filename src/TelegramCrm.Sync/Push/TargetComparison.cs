using System.Text.Json;
using NodaTime;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>Compares targets with what they are known to hold: what is missing, edited or there besides. A push alone sees that only where it has something to write.</summary>
/// <param name="state">Where the ledger lies.</param>
/// <param name="time">The clock.</param>
public sealed class TargetComparison(StateStore state, TimeProvider time)
{
    /// <summary>Compares every kind of record of a target, a list at a time where the target can list, and else a record at a time. Writes nothing.</summary>
    /// <param name="target">Which.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    /// <returns>What was found; kinds that the target hands on and does not keep are left out.</returns>
    public async Task<IReadOnlyList<ComparedTarget>> RunAsync(PushTarget target, CancellationToken cancellationToken)
    {
        var compared = new List<ComparedTarget>();
        foreach (var entity in target.Connector.Receives.Where(entity => !entity.IsHandedOver))
        {
            try
            {
                compared.Add(await CompareAsync(target, entity, cancellationToken));
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
            {
                compared.Add(new(target.Name, entity.Entity) { Error = target.Redact(failure.Message) });
            }
        }
        return compared;
    }

    /// <summary>
    /// Takes over what was found, so that the next push mends it: what is missing is made anew, what was edited is written over, and what is there besides is taken for ours.
    /// Twins are left to a person.
    /// </summary>
    /// <param name="target">Which.</param>
    /// <param name="found">What <see cref="RunAsync"/> found there just now.</param>
    /// <param name="runId">The run.</param>
    /// <param name="cancellationToken">Ends the look-ups.</param>
    public async Task AcceptAsync(PushTarget target, ComparedTarget found, string runId, CancellationToken cancellationToken)
    {
        var ledger = new PushLedger(state, target.Name, found.Entity);
        var disowned = new List<ConfirmedRecord>();
        foreach (var key in found.Edited.Concat(found.Extra ?? []))
        {
            if (await target.Connector.FindAsync(new ExternalKey(found.Entity, key), cancellationToken) is { } present)
                disowned.Add(new ConfirmedRecord(key, present.Id, null));
        }
        ledger.ForgetRecords(found.Missing);
        ledger.Disown(disowned, runId, Instant.FromDateTimeOffset(time.GetUtcNow()).ToText());
    }

    private async Task<ComparedTarget> CompareAsync(PushTarget target, ReceivedEntity entity, CancellationToken cancellationToken)
    {
        var ledger = new PushLedger(state, target.Name, entity.Entity);
        var open = new HashSet<string>(StringComparer.Ordinal);
        new PushClaims(state, target.Name, entity.Entity).ReadUnsettled(row => open.Add(row.GetString(0)));
        var held = ledger.ReadRecords().Where(record => !open.Contains(record.Key)).ToDictionary(record => record.Key, StringComparer.Ordinal);
        var seen = target.Connector is IRecordListing listing
            ? await ListAsync(listing, entity, cancellationToken)
            : await FindAsync(target.Connector, entity, held.Keys, cancellationToken);
        return new(target.Name, entity.Entity)
        {
            Held = held.Count,
            Missing = Ordered(held.Keys.Where(key => !seen.Contains(key))),
            Edited = Ordered(held.Values.Where(record => seen[record.Key].ToList() is [var present] && IsOther(ledger, record, present)).Select(record => record.Key)),
            Extra = target.Connector is IRecordListing ? Ordered(seen.Where(record => record.Count() == 1 && !held.ContainsKey(record.Key) && !open.Contains(record.Key)).Select(record => record.Key)) : null,
            Twins = Ordered(seen.Where(records => records.Count() > 1).Select(records => records.Key)),
        };
    }

    private static async Task<ILookup<string, RemoteRecord>> ListAsync(IRecordListing listing, ReceivedEntity entity, CancellationToken cancellationToken)
    {
        var listed = new List<ListedRecord>();
        await foreach (var record in listing.ListAsync(entity.Entity, cancellationToken))
            listed.Add(record);
        // A list that is read while others write may show a record twice.
        return listed.DistinctBy(record => (record.Key.Value, record.Remote.Id)).ToLookup(record => record.Key.Value, record => record.Remote, StringComparer.Ordinal);
    }

    private static async Task<ILookup<string, RemoteRecord>> FindAsync(IConnector connector, ReceivedEntity entity, IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var found = new List<(string Key, RemoteRecord Remote)>();
        foreach (var key in keys)
        {
            try
            {
                if (await connector.FindAsync(new ExternalKey(entity.Entity, key), cancellationToken) is { } remote)
                    found.Add((key, remote));
            }
            catch (RecordRefusedException)
            {
                found.AddRange([(key, new RemoteRecord("one")), (key, new RemoteRecord("another"))]); // twins, and nobody says which
            }
        }
        return found.ToLookup(record => record.Key, record => record.Remote, StringComparer.Ordinal);
    }

    private static bool IsOther(PushLedger ledger, ConfirmedRecord record, RemoteRecord present) => present.Id != record.RemoteId
        || (record.RemoteRevision is { } known && present.Revision is { } now && known != now && FieldRevision.Differ(known, now, MappedFields(ledger, record.Key)));

    private static List<string> MappedFields(PushLedger ledger, string key) => ledger.ReadFields([key]).TryGetValue(key, out var body)
        ? JsonElement.Parse(body).EnumerateObject().Select(field => field.Name).ToList()
        : [];

    private static List<string> Ordered(IEnumerable<string> keys) => [.. keys.Order(StringComparer.Ordinal)];
}
