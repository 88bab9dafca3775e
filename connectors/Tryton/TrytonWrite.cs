using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>
/// Writes one batch: looks what is there, makes what is missing, changes what differs, and reads back. A call is one transaction of Tryton's; its error does not say which record
/// it is about, so a batch is refused whole and halved by the engine.
/// </summary>
/// <param name="records">Where to.</param>
/// <param name="values">What the records refer to.</param>
/// <param name="batch">What to write.</param>
/// <param name="insists">Whether a key that others seem to have taken in the meantime is looked for once more, and not refused.</param>
internal sealed class TrytonWrite(TrytonRecords records, ITrytonValues values, PushBatch batch, bool insists)
{
    private readonly List<WriteResult> results = [];
    private TrytonErrorException? refusal;

    /// <exception cref="BatchRefusedException">Tryton refused the records, and took none of them.</exception>
    /// <exception cref="TrytonErrorException">Somebody was faster: nothing is lost, look again.</exception>
    public async Task<IReadOnlyList<WriteResult>> RunAsync(CancellationToken cancellationToken)
    {
        var present = await records.ReadAsync(batch.Records.Select(record => record.Key.Value), batch.Records.Select(KnownId).OfType<int>(), cancellationToken);
        var plans = batch.Records.Select(record => Plan(record, present)).OfType<PlannedWrite>().ToList();
        var made = await SendAsync([.. plans.Where(plan => plan.Present is null)], CreateAsync, cancellationToken);
        var changed = await SendAsync([.. plans.Where(plan => plan.Differs)], ChangeAsync, cancellationToken);
        await ConfirmAsync([.. made, .. changed, .. plans.Where(plan => plan.Present is not null && !plan.Differs)], cancellationToken);
        return results.Count > 0 || refusal is null ? results : throw new BatchRefusedException(refusal.Message, refusal.Remedy) { Field = records.FieldIn(refusal.Message) };
    }

    private PlannedWrite? Plan(PushRecord record, IReadOnlyList<JsonElement> present)
    {
        try
        {
            var byId = KnownId(record) is { } id ? present.Where(candidate => TrytonRecords.IdOf(candidate) == id).Select(candidate => (JsonElement?)candidate).FirstOrDefault() : null;
            var there = byId ?? records.Among(present, record.Key);
            if (record.Known is { } known && (byId is null || (known.Revision is { } before && FieldRevision.Differ(before, records.ToRemote(byId.Value).Revision!, record.Fields.Keys))))
            {
                results.Add(new RecordDrifted(record.Key, there is { } other ? records.ToRemote(other) : null));
                return null;
            }
            var sent = values.Of(record);
            foreach (var (name, value) in there is null ? values.OnCreation(record) : record.Known is null ? records.OnReturn : [])
                sent.TryAdd(name, value?.DeepClone());
            return new PlannedWrite(record, there, sent) { Differs = there is { } held && !records.IsAsSent(held, record.Key, sent) };
        }
        catch (RecordRefusedException unfit)
        {
            results.Add(new RecordRefused(record.Key, unfit));
            return null;
        }
    }

    /// <summary>Sends some of the writes together. Where others have arrived, a portion that is refused stays without an outcome: the engine sends it again, alone.</summary>
    private async Task<IReadOnlyList<PlannedWrite>> SendAsync(PlannedWrite[] plans, Func<PlannedWrite[], CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        try
        {
            if (plans.Length > 0)
                await send(plans, cancellationToken);
            return plans;
        }
        catch (TrytonErrorException error) when (error.IsRefusal && !(insists && error.IsDuplicate))
        {
            refusal = error;
            if (plans is [var plan])
                results.Add(new RecordRefused(plan.Record.Key, new(plan.Record.Key, error.Message, error.Remedy) { Field = records.FieldIn(error.Message) }));
            return [];
        }
    }

    private Task CreateAsync(PlannedWrite[] plans, CancellationToken cancellationToken) => records.CreateAsync(plans.Select(plan => plan.Sent), cancellationToken);

    private Task ChangeAsync(PlannedWrite[] plans, CancellationToken cancellationToken) => records.WriteAsync([.. plans.Select(plan => (plan.Present!.Value, plan.Sent))], cancellationToken);

    /// <summary>Reads back what was sent, and by the key, so that twins show.</summary>
    private async Task ConfirmAsync(IReadOnlyList<PlannedWrite> plans, CancellationToken cancellationToken)
    {
        var present = plans.Count == 0 ? [] : await records.ReadAsync(plans.Select(plan => plan.Record.Key.Value), [], cancellationToken);
        foreach (var plan in plans)
        {
            try
            {
                if (records.Among(present, plan.Record.Key) is { } held)
                    results.Add(Confirm(plan, held));
            }
            catch (RecordRefusedException twins)
            {
                results.Add(new RecordRefused(plan.Record.Key, twins));
            }
        }
    }

    private WriteResult Confirm(PlannedWrite plan, JsonElement held) => records.Misfit(held, plan.Sent) is { } field
        ? new RecordRefused(plan.Record.Key, new(plan.Record.Key, "Tryton said nothing and holds another value", "see whether a rule or module of this Tryton changes it") { Field = field })
        : new RecordWritten(plan.Record.Key, records.ToRemote(held));

    private static int? KnownId(PushRecord record) => record.Known is { } known ? int.Parse(known.Id, CultureInfo.InvariantCulture) : null;
}

/// <summary>A record, what Tryton has of it, and what is sent.</summary>
internal sealed record PlannedWrite(PushRecord Record, JsonElement? Present, JsonObject Sent)
{
    /// <summary>Whether what Tryton has is to be changed.</summary>
    public required bool Differs { get; init; }
}
