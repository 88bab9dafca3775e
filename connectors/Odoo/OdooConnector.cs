using System.Globalization;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>Keeps customers, tickets and hours in an Odoo, by external ids: a contact a customer, a task of a project a ticket, a timesheet line for what an agent worked on a ticket in a day.</summary>
/// <param name="settings">Which Odoo, as whom, and what goes into it.</param>
/// <param name="http">A client that keeps the target's limits.</param>
public sealed class OdooConnector(OdooSettings settings, HttpClient http) : IConnector, IRecordRemoval
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "odoo";

    private readonly OdooClient odoo = new(settings, http);
    private readonly List<OdooKind> kinds = [.. OdooKinds.All.Where(kind => settings.Entities.Contains(kind.Entity))];

    /// <summary>What an Odoo takes.</summary>
    public static IReadOnlyList<string> Entities { get; } = [.. OdooKinds.All.Select(kind => kind.Entity)];

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives => [.. kinds.Select(kind => kind.Receives)];

    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var kind in kinds)
                foreach (var right in (string[])["read", "create", "write"])
                    if (!(await odoo.CallAsync(kind.Model, "check_access_rights", new() { ["operation"] = right, ["raise_exception"] = false }, cancellationToken)).GetBoolean())
                        return CheckResult.NotReady($"{settings}: the key's user may not {right} {kind.Model}, which {kind.Entity} are; give the user a group that may");
            if (!kinds.Exists(kind => kind.Entity == "timesheet_lines") || settings.Employees.Count == 0)
                return CheckResult.Ready($"{settings}: the key's user may write {string.Join(", ", settings.Entities)}");
            var ids = settings.Employees.Values.Select(int.Parse).Distinct().ToList();
            var found = await odoo.SearchAsync("hr.employee.public", [new JsonArray("id", "in", new JsonArray([.. ids.Select(id => (JsonNode)id)]))], ["name"], cancellationToken);
            return ids.Find(id => !found.Any(employee => employee.GetProperty("id").GetInt32() == id)) is var unknown and > 0
                ? CheckResult.NotReady($"{settings}: there is no employee {unknown}; mend employees in the settings")
                : CheckResult.Ready($"{settings}: the key's user may write {string.Join(", ", settings.Entities)}; every employee is there ({ids.Count})");
        }
        catch (OdooErrorException error) when (error.IsOfCredentials)
        {
            return CheckResult.NotReady($"{settings}: {error.Message}; make a new API key for the user and put it into the settings");
        }
    }

    /// <inheritdoc/>
    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        var kind = KindOf(key.Entity);
        return await new OdooRecords(odoo, kind).FindAsync(settings, key, cancellationToken) is { } present ? OdooValue.ToRemote(kind, present) : null;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) => new OdooWrite(settings, odoo, KindOf(batch.Entity), batch).RunAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WriteResult>> RemoveAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        var records = new OdooRecords(odoo, KindOf(batch.Entity));
        var ids = batch.Records.Select(IdOf).ToHashSet();
        try
        {
            if (await PresentAsync() is { Count: > 0 } present)
                await records.RemoveAsync(present, cancellationToken);
        }
        catch (OdooErrorException error) when (error.IsRefusal)
        {
            return batch.Records is [var record]
                ? [new RecordRefused(record.Key, new(record.Key, error.Message, LoadMessage.Remedy))]
                : throw new BatchRefusedException(error.Message, LoadMessage.Remedy);
        }
        var left = await PresentAsync();
        return [.. batch.Records.Where(record => !left.Contains(IdOf(record))).Select(record => new RecordRemoved(record.Key))];

        async Task<IReadOnlyList<int>> PresentAsync() => [.. (await records.ReadAsync(ids, cancellationToken)).Where(record => records.IsOn(record.Value)).Select(record => record.Key)];
    }

    private OdooKind KindOf(string entity) => kinds.Find(kind => kind.Entity == entity)!;

    private static int IdOf(PushRecord record) => int.Parse(record.Known!.Id, CultureInfo.InvariantCulture);
}
