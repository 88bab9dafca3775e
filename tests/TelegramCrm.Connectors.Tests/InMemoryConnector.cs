using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TelegramCrm.Connectors.Tests;

/// <summary>A target that takes one record a request and guards no key, as Request Tracker and Redmine do: who creates twice has two.</summary>
public sealed class InMemoryConnector : IConnector, IRecordRemoval, IRecordListing
{
    private readonly List<StoredRecord> records = [];
    private readonly List<PushBatch> batches = [];
    private int lastId;

    public IReadOnlyList<StoredRecord> Records => records;

    public IReadOnlyList<PushBatch> Batches => batches;

    /// <summary>What was asked to be removed.</summary>
    public List<PushBatch> Removals { get; } = [];

    public int Requests { get; private set; }

    public int BatchSize { get; init; } = 1;

    public IReadOnlyCollection<string>? Fields { get; init; }

    /// <summary>Called before a batch is written; throws what the target answers.</summary>
    public Action<PushBatch> BeforeWrite { get; set; } = _ => { };

    /// <summary>Called when a batch is in the target and the answer on its way; throws what the caller sees of it.</summary>
    public Action<PushBatch> AfterWrite { get; set; } = _ => { };

    public bool IsDown { get; set; }

    public IReadOnlyList<string> Entities { get; init; } = ["tickets"];

    public IReadOnlyList<ReceivedEntity> Receives => [.. Entities.Select(entity => new ReceivedEntity(entity) { BatchSize = BatchSize, Fields = Fields })];

    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        Requests++;
        return Task.FromResult(IsDown ? CheckResult.NotReady("the target is down") : CheckResult.Ready("logged in"));
    }

    public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        Requests++;
        return records.Where(record => record.Key == key).ToList() switch
        {
            [] => Task.FromResult<RemoteRecord?>(null),
            [var record] => Task.FromResult<RemoteRecord?>(record.Remote),
            var twins => throw new RecordRefusedException(key, $"{twins.Count} records carry this key", "clear the key of all but one"),
        };
    }

    public async Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        Requests++;
        batches.Add(batch);
        BeforeWrite(batch);
        var results = await batch.WriteEachAsync((record, _) => Task.FromResult(Write(record)), cancellationToken);
        AfterWrite(batch);
        return results;
    }

    public async Task<IReadOnlyList<WriteResult>> RemoveAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        Requests++;
        Removals.Add(batch);
        BeforeWrite(batch);
        foreach (var record in batch.Records)
            Delete(record.Key.Value);
        AfterWrite(batch);
        return await Task.FromResult<IReadOnlyList<WriteResult>>([.. batch.Records.Select(record => new RecordRemoved(record.Key))]);
    }

    public async IAsyncEnumerable<ListedRecord> ListAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Requests++;
        foreach (var record in records.ToList())
            yield return await Task.FromResult(new ListedRecord(record.Key, record.Remote));
    }

    public StoredRecord Plant(ExternalKey key, string subject = "planted")
    {
        var record = new StoredRecord(key, $"#{++lastId}", FieldsOf(subject));
        records.Add(record);
        return record;
    }

    /// <summary>Somebody deletes a record in the target.</summary>
    public void Delete(string key) => records.RemoveAll(record => record.Key.Value == key);

    /// <summary>Somebody edits a record in the target.</summary>
    public void Edit(string key, string subject)
    {
        var record = records.Single(record => record.Key.Value == key);
        records[records.IndexOf(record)] = record with { Revision = record.Revision + 1, Fields = FieldsOf(subject) };
    }

    private RemoteRecord Write(PushRecord record)
    {
        if (record.Fields.TryGetValue("subject", out var subject) && subject.ValueKind == JsonValueKind.Null)
            throw new RecordRefusedException(record.Key, "Subject cannot be blank", "map a subject") { Field = "subject" };
        var held = records.Find(stored => stored.Id == record.Known?.Id);
        if (record.Known is not null && held?.Remote.Revision != (record.Known.Revision ?? held?.Remote.Revision))
            throw new RecordDriftedException(record.Key, held?.Remote);
        if (record.Known is not null && held is null)
            throw new RecordDriftedException(record.Key, null);
        if (held is not null && held.Fields.Count == record.Fields.Count && held.Fields.All(field => JsonElement.DeepEquals(field.Value, record.Fields.GetValueOrDefault(field.Key))))
            return held.Remote;
        if (held is not null)
            records.Remove(held);
        records.Add(new StoredRecord(record.Key, held?.Id ?? $"#{++lastId}", record.Fields) { Revision = (held?.Revision ?? 0) + 1 });
        return records[^1].Remote;
    }

    private static Dictionary<string, JsonElement> FieldsOf(string subject) => new() { ["subject"] = JsonSerializer.SerializeToElement(subject) };

    public sealed record StoredRecord(ExternalKey Key, string Id, IReadOnlyDictionary<string, JsonElement> Fields)
    {
        public int Revision { get; init; } = 1;

        public RemoteRecord Remote => new(Id, $"{Revision}");

        public string? Subject => Fields["subject"].GetString();
    }
}
