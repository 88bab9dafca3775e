namespace TelegramCrm.Connectors.Tryton;

/// <summary>Keeps customers, tickets and hours in a Tryton 6: a party a customer, a task of a project a ticket, a line of a timesheet for what an agent worked on a ticket in a day.</summary>
/// <param name="settings">Which Tryton, as whom, and what goes into it.</param>
/// <param name="http">A client that keeps the target's limits.</param>
public sealed class TrytonConnector(TrytonSettings settings, HttpClient http) : IConnector, IRecordRemoval
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "tryton";

    private const int MostTries = 3; // others may write the same records at the same time

    private readonly TrytonRpc rpc = new(settings, http);
    private readonly List<ITrytonKind> kinds = [.. ((ITrytonKind[])[new Parties(), new Tasks(settings.Company), new TimesheetLines(settings)]).Where(kind => settings.Entities.Contains(kind.Receives.Entity))];

    /// <summary>What a Tryton takes.</summary>
    public static IReadOnlyList<string> Entities { get; } = ["parties", "tasks", "timesheet_lines"];

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives => [.. kinds.Select(kind => kind.Receives)];

    /// <inheritdoc/>
    public Task<CheckResult> CheckAsync(CancellationToken cancellationToken) => new TrytonRights(settings, rpc, kinds).ProveAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        var records = RecordsOf(key.Entity);
        return records.Among(await records.ReadAsync([key.Value], [], cancellationToken), key) is { } present ? records.ToRemote(present) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var values = await ResolveAsync(batch, cancellationToken);
                return await new TrytonWrite(RecordsOf(batch.Entity), values, batch, insists: attempt < MostTries).RunAsync(cancellationToken);
            }
            catch (TrytonErrorException error) when ((error.IsStale || error.IsDuplicate) && attempt < MostTries)
            {
                // Nothing of that call was kept: what is there now is compared anew.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WriteResult>> RemoveAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        var records = RecordsOf(batch.Entity);
        var ids = batch.Records.Select(record => int.Parse(record.Known!.Id, null)).ToHashSet();
        var present = (await records.ReadAsync([], ids, cancellationToken)).Where(records.IsOn).ToList();
        try
        {
            if (present.Count > 0)
                await records.RemoveAsync(present, cancellationToken);
        }
        catch (TrytonErrorException error) when (error.IsRefusal)
        {
            return batch.Records is [var record]
                ? [new RecordRefused(record.Key, new(record.Key, error.Message, error.Remedy))]
                : throw new BatchRefusedException(error.Message, error.Remedy);
        }
        var left = (await records.ReadAsync([], ids, cancellationToken)).Where(records.IsOn).Select(TrytonRecords.IdOf).ToHashSet();
        return [.. batch.Records.Where(record => !left.Contains(int.Parse(record.Known!.Id, null))).Select(record => new RecordRemoved(record.Key))];
    }

    private Task<ITrytonValues> ResolveAsync(PushBatch batch, CancellationToken cancellationToken) => KindOf(batch.Entity).ResolveAsync(batch.Records, rpc, cancellationToken);

    private TrytonRecords RecordsOf(string entity) => new(rpc, KindOf(entity));

    private ITrytonKind KindOf(string entity) => kinds.Find(kind => kind.Receives.Entity == entity)!;
}
