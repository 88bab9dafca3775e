using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NodaTime;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Propagation;

/// <summary>
/// The CRM's templates as a target of the push engine: what it takes, how one is found by the id that its source gives it, how one is written. Which ones changed, the ledger of
/// confirmed writes, retries, dead letters and the guards against deleting too much are the engine's.
/// </summary>
/// <param name="client">The CRM; the requests line up in the category of templates, within its limit.</param>
/// <param name="patience">How long one request waits for a CRM that is away.</param>
/// <param name="confirmed">What a template with an external id was when it was last confirmed; null for one that never was.</param>
public sealed class CrmTemplates(CrmClient client, Duration patience, Func<string, RemoteRecord?> confirmed) : IConnector, IRecordRemoval, IRecordListing
{
    /// <summary>The kind of record.</summary>
    public const string Entity = "templates";

    private const string Path = "templates";

    private readonly CrmTemplateList list = new(client, patience);

    // A batch costs one look at what changed meanwhile; a crash leaves as many open at most.
    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives { get; } = [new(Entity) { Fields = [.. CrmTemplate.FieldNames], RequiredFields = ["title", "body"], BatchSize = 25 }];

    /// <summary>Reads the list of templates.</summary>
    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        await list.ReadAsync(cancellationToken);
        return CheckResult.Ready($"{list.Living.Count()} templates");
    }

    /// <summary>Finds a template by its external id. It comes with the revision that was last confirmed, so that what somebody edited while a write of ours was lost is still seen to be edited.</summary>
    /// <inheritdoc/>
    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        if (list.IsStale)
            await list.ReadAsync(cancellationToken);
        var present = Carriers(key)?.ToRemote();
        return present is not null && confirmed(key.Value) is { } last && last.Id == present.Id ? last : present;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ListedRecord> ListAsync(string entity, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await list.ReadAsync(cancellationToken);
        foreach (var template in list.Living.Where(template => template.ExternalId is not null))
            yield return new(new ExternalKey(entity, template.ExternalId!), template.ToRemote());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) => EachAsync(batch, async (record, token) =>
        new RecordWritten(record.Key, await (record.Known is { } known ? UpdateAsync(record, known, token) : CreateAsync(record, token))), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> RemoveAsync(PushBatch batch, CancellationToken cancellationToken) => EachAsync(batch, RemoveAsync, cancellationToken);

    /// <summary>The texts of every template that carries an external id, by that id.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> Texts() => list.Living.Where(template => template.ExternalId is not null)
        .GroupBy(template => template.ExternalId!, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First().Fields, StringComparer.Ordinal);

    /// <summary>One record after the other. When the CRM goes away on the way, those before are told of; of the others nothing is known.</summary>
    private async Task<IReadOnlyList<WriteResult>> EachAsync(PushBatch batch, Func<PushRecord, CancellationToken, Task<WriteResult>> act, CancellationToken cancellationToken)
    {
        await list.ReadAsync(cancellationToken);
        var results = new List<WriteResult>(batch.Records.Count);
        foreach (var record in batch.Records)
        {
            try
            {
                results.Add(await act(record, cancellationToken));
            }
            catch (RecordRefusedException refusal)
            {
                results.Add(new RecordRefused(record.Key, refusal));
            }
            catch (RecordDriftedException drift)
            {
                results.Add(new RecordDrifted(record.Key, drift.Present));
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                list.BecomesStale();
                if (results.Count == 0)
                    throw;
                break;
            }
        }
        return results;
    }

    private async Task<RemoteRecord> CreateAsync(PushRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(HttpMethod.Post, Path, record, cancellationToken);
        }
        catch (CrmException taken) when (taken.Status == HttpStatusCode.Conflict)
        {
            await list.ReadAsync(cancellationToken); // somebody made it since the list was read, or a try of ours came through
            if (Carriers(record.Key) is { } present)
                return await UpdateAsync(record, present.ToRemote(), cancellationToken);
            throw; // it is there, and not shown yet
        }
    }

    private async Task<RemoteRecord> UpdateAsync(PushRecord record, RemoteRecord known, CancellationToken cancellationToken)
    {
        var present = list.Find(known.Id) ?? throw new RecordDriftedException(record.Key, Carriers(record.Key)?.ToRemote());
        if (Equal(present.Fields, Wanted(record)))
            return present.ToRemote();
        if (IsEdited(known, present))
            throw new RecordDriftedException(record.Key, present.ToRemote());
        try
        {
            return await WriteAsync(HttpMethod.Patch, $"{Path}/{Uri.EscapeDataString(known.Id)}", record, cancellationToken);
        }
        catch (CrmException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            list.Remove(known.Id);
            throw new RecordDriftedException(record.Key, present: null);
        }
    }

    private async Task<WriteResult> RemoveAsync(PushRecord record, CancellationToken cancellationToken)
    {
        if (list.Find(record.Known!.Id) is not { } present)
            return new RecordRemoved(record.Key);
        if (IsEdited(record.Known, present))
            return new RecordDrifted(record.Key, present.ToRemote());
        try
        {
            await client.WriteAsync(HttpMethod.Delete, $"{Path}/{Uri.EscapeDataString(present.Id)}", null, _ => { }, cancellationToken, patience);
        }
        catch (CrmException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            // a try before this one has done it, or somebody else
        }
        list.Remove(present.Id);
        return new RecordRemoved(record.Key);
    }

    private async Task<RemoteRecord> WriteAsync(HttpMethod method, string path, PushRecord record, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, JsonElement>(record.Fields, StringComparer.Ordinal) { ["external_id"] = JsonSerializer.SerializeToElement(record.Key.Value) };
        CrmTemplate? saved = null;
        try
        {
            await client.WriteAsync(method, path, JsonSerializer.SerializeToUtf8Bytes(fields), body => saved = Read(body), cancellationToken, patience);
        }
        catch (CrmException refusal) when (refusal.Status is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity or HttpStatusCode.RequestEntityTooLarge
            || (refusal.Status == HttpStatusCode.Conflict && method == HttpMethod.Patch))
        {
            throw new RecordRefusedException(record.Key, refusal.Message, "change the response in its source to what the CRM takes") { Field = refusal.Request?.Field };
        }
        list.Put(saved!);
        return saved!.Fields.FirstOrDefault(field => field.Value != Wanted(record)[field.Key]) is { Key: { } other }
            ? throw new RecordRefusedException(record.Key, $"the CRM took it, and keeps another {other} than it was sent", "write it in its source as the CRM keeps it") { Field = other }
            : saved.ToRemote();
    }

    private static CrmTemplate Read(WholeContent body)
    {
        try
        {
            return CrmTemplate.Parse(body.RequireObject().Bytes);
        }
        catch (FormatException broken)
        {
            throw new BrokenAnswerException(broken.Message, broken);
        }
    }

    private CrmTemplate? Carriers(ExternalKey key) => list.Living.Where(template => template.ExternalId == key.Value).ToList() switch
    {
        [] => null,
        [var template] => template,
        var twins => throw new RecordRefusedException(key, $"{twins.Count} templates carry this external id", "take it from all but one, or delete the others in the CRM"),
    };

    private static bool IsEdited(RemoteRecord known, CrmTemplate present) => known.Revision is { } revision && FieldRevision.Differ(revision, present.ToRemote().Revision!, CrmTemplate.FieldNames);

    private static IReadOnlyDictionary<string, string?> Wanted(PushRecord record) => CrmTemplate.TextsOf(name => record.Fields.TryGetValue(name, out var value) ? value : null);

    private static bool Equal(IReadOnlyDictionary<string, string?> one, IReadOnlyDictionary<string, string?> other) => one.All(field => other[field.Key] == field.Value);
}
