using System.Globalization;
using System.Text.Json;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>Writes one batch: looks what became of the known records, loads new ones by external id and known ones by their own, and reads back.</summary>
internal sealed class OdooWrite(OdooSettings settings, OdooClient odoo, OdooKind kind, PushBatch batch)
{
    private readonly List<WriteResult> results = [];
    private LoadMessage? refusal;

    /// <exception cref="BatchRefusedException">Odoo refused the records, took none of them, and does not say which is to blame.</exception>
    public async Task<IReadOnlyList<WriteResult>> RunAsync(CancellationToken cancellationToken)
    {
        var references = await OdooReferences.FindAsync(settings, odoo, batch.Records, cancellationToken);
        var present = await new OdooRecords(odoo, kind).ReadAsync(batch.Records.Select(KnownId).OfType<int>(), cancellationToken);
        var rows = batch.Records.Select(record => Row(record, references, present)).OfType<LoadRow>().ToList();
        await LoadAsync([.. rows.Where(row => row.Id is null)], cancellationToken);
        await LoadAsync([.. rows.Where(row => row.Id is not null)], cancellationToken);
        return results.Count > 0 || refusal is null ? results : throw new BatchRefusedException(refusal.Text, LoadMessage.Remedy);
    }

    private LoadRow? Row(PushRecord record, OdooReferences references, IReadOnlyDictionary<int, JsonElement> present)
    {
        try
        {
            if (record.Known is { } known)
            {
                var there = present.TryGetValue(KnownId(record)!.Value, out var held) ? OdooValue.ToRemote(kind, held) : null;
                if (there is null || (known.Revision is { } before && FieldRevision.Differ(before, there.Revision!, record.Fields.Keys)))
                {
                    results.Add(new RecordDrifted(record.Key, there));
                    return null;
                }
            }
            var cells = kind.Fields.Where(field => record.Fields.ContainsKey(field.Name)).ToDictionary(field => field.Column, field => field.Cell(record, references));
            return new LoadRow(record, KnownId(record), cells);
        }
        catch (RecordRefusedException unfit)
        {
            results.Add(new RecordRefused(record.Key, unfit));
            return null;
        }
    }

    /// <summary>Loads rows, all or none. Those that Odoo finds fault with by a field are refused, and the others loaded without them; a fault without a field may be another row's.</summary>
    private async Task LoadAsync(List<LoadRow> rows, CancellationToken cancellationToken)
    {
        while (rows.Count > 0)
        {
            var answer = await odoo.CallAsync(kind.Model, "load", LoadRow.ToArguments(settings, kind, rows), cancellationToken);
            if (answer.GetProperty("ids") is { ValueKind: JsonValueKind.Array } ids)
            {
                await ConfirmAsync([.. rows.Zip(ids.EnumerateArray(), (row, id) => (row, id.GetInt32()))], cancellationToken);
                return;
            }
            var messages = LoadMessage.Read(answer);
            var faults = messages.Where(message => rows.Count == 1 || kind.NameOf(message.Field) is not null).DistinctBy(message => message.Row).ToList();
            refusal = messages[0];
            if (faults.Count == 0)
                return; // the engine sends them again, or in halves
            foreach (var fault in faults)
                results.Add(Refuse(rows[fault.Row].Record.Key, fault.Text, kind.NameOf(fault.Field)));
            rows = [.. rows.Where((_, index) => !faults.Exists(fault => fault.Row == index))];
        }
    }

    private async Task ConfirmAsync(IReadOnlyList<(LoadRow Row, int Id)> loaded, CancellationToken cancellationToken)
    {
        var present = await new OdooRecords(odoo, kind).ReadAsync(loaded.Select(row => row.Id), cancellationToken);
        foreach (var (row, id) in loaded.Where(row => present.ContainsKey(row.Id)))
        {
            var misfit = kind.Fields.FirstOrDefault(field => row.Cells.TryGetValue(field.Column, out var sent) && !field.IsAsSent(present[id].GetProperty(field.ReadAs), sent));
            results.Add(misfit is null
                ? new RecordWritten(row.Record.Key, OdooValue.ToRemote(kind, present[id]))
                : new RecordRefused(row.Record.Key, new(row.Record.Key, "Odoo said nothing and holds another value", "see whether a rule or module of this Odoo changes it") { Field = misfit.Name }));
        }
    }

    private static RecordRefused Refuse(ExternalKey key, string reason, string? field) => new(key, new(key, reason, LoadMessage.Remedy) { Field = field });

    private static int? KnownId(PushRecord record) => record.Known is { } known ? int.Parse(known.Id, CultureInfo.InvariantCulture) : null;
}
