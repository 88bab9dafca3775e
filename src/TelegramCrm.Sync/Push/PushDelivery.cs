using NodaTime;
using Polly;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// Carries claimed batches of one entity to their target: send, and write down what the target confirmed. After any failure
/// the outcome is unknown, so before the batch is sent again its records are looked up: sending twice makes one record.
/// </summary>
internal sealed class PushDelivery(PushTarget target, ReceivedEntity entity, PushClaims claims, ResiliencePipeline retries, string runId, TimeProvider timeProvider)
{
    private const int MostDrifts = 3; // somebody, or another program, writes as fast as we do

    public long Created { get; private set; }

    public long Updated { get; private set; }

    public long Removed { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Why the last batch was left open, without secrets; null when it was settled.</summary>
    public string? Failure { get; private set; }

    /// <summary>Sends a claim until all of its records are settled or the retries are used up; then it stays open for the next run.</summary>
    /// <param name="claim">What to send, or to remove.</param>
    /// <param name="cancellationToken">Ends the push; the claim stays open.</param>
    public async Task DeliverAsync(ClaimedPush claim, CancellationToken cancellationToken)
    {
        Failure = null;
        try
        {
            await retries.ExecuteAsync(async token =>
            {
                while (!claim.IsSettled)
                {
                    if (!entity.RepeatsAreHarmless && !claim.IsRemoval) // to remove twice is to remove
                        await LookUpAsync(claim, token);
                    if (!claim.IsSettled) // the look-up may have met twins only
                        await SendAsync(claim, claim.ToBatch(), token);
                }
            }, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Failure = target.Redact(failure.Message);
            claims.LeaveOpen(claim.Id, Failure);
        }
    }

    /// <summary>A batch that the target refuses as a whole is halved until the record is found that is to blame; the others arrive.</summary>
    private async Task SendAsync(ClaimedPush claim, PushBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            claim.BecomesUncertain();
            Take(claim, await WriteAsync(claim, batch, cancellationToken));
        }
        catch (BatchRefusedException refusal) when (batch.Records is [var culprit])
        {
            Take(claim, [new RecordRefused(culprit.Key, new(culprit.Key, refusal.Reason, refusal.Remedy) { Field = refusal.Field })]);
        }
        catch (BatchRefusedException)
        {
            var half = batch.Records.Count / 2;
            await SendAsync(claim, batch with { Id = $"{batch.Id}-a", Records = [.. batch.Records.Take(half)] }, cancellationToken);
            await SendAsync(claim, batch with { Id = $"{batch.Id}-b", Records = [.. batch.Records.Skip(half)] }, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<WriteResult>> WriteAsync(ClaimedPush claim, PushBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            var results = claim.IsRemoval
                ? await ((IRecordRemoval)target.Connector).RemoveAsync(batch, cancellationToken)
                : await target.Connector.WriteAsync(batch, cancellationToken);
            return results.Count > 0 ? results : throw new UnknownOutcomeException(batch);
        }
        catch (RecordRefusedException refusal)
        {
            return [new RecordRefused(refusal.Key, refusal)];
        }
    }

    private async Task LookUpAsync(ClaimedPush claim, CancellationToken cancellationToken)
    {
        foreach (var record in claim.Unsettled.Where(record => record.IsUncertain))
        {
            var key = new ExternalKey(entity.Entity, record.Key);
            try
            {
                var found = await target.Connector.FindAsync(key, cancellationToken);
                if (found is null && !record.IsNew)
                    Take(claim, [new RecordDrifted(key, null)]);
                else if (found is not null && target.Mode == PushMode.InsertOnly)
                    Take(claim, [new RecordWritten(key, found)]); // what is there is not touched again
                else
                    claim.Found(record, found);
            }
            catch (RecordRefusedException refusal)
            {
                Take(claim, [new RecordRefused(key, refusal)]);
            }
        }
    }

    /// <summary>Settles what is settled. A record that drifted, and is to be written all the same, stays in the claim as it stands in the target now.</summary>
    private void Take(ClaimedPush claim, IReadOnlyList<WriteResult> results)
    {
        var settled = new List<SettledRecord>(results.Count);
        foreach (var result in results)
        {
            var record = claim.Of(result);
            if (result is RecordDrifted drift && (record.IsForced || target.Overrides(drift)))
                claim.Found(CountDrift(record), drift.Present);
            else
                settled.Add(new SettledRecord(record, result is RecordRefused refused ? WithoutSecrets(refused) : result));
        }
        claim.Settle(settled.Select(outcome => outcome.Record));
        claims.Settle(claim.Id, runId, Instant.FromDateTimeOffset(timeProvider.GetUtcNow()), settled);
        Created += settled.Count(outcome => outcome is { Result: RecordWritten, Record.IsNew: true });
        Updated += settled.Count(outcome => outcome is { Result: RecordWritten, Record.IsNew: false });
        Removed += settled.Count(outcome => outcome.Result is RecordRemoved);
        Refused += settled.Count(outcome => outcome.Dead is not null);
    }

    private static ClaimedRecord CountDrift(ClaimedRecord record) => record.Drifts < MostDrifts
        ? record with { Drifts = record.Drifts + 1 }
        : throw new InvalidOperationException($"{record.Key} is edited in the target each time it is written; see who else writes it");

    private RecordRefused WithoutSecrets(RecordRefused refused) => refused with
    {
        Refusal = new(refused.Key, target.Redact(refused.Refusal.Reason), target.Redact(refused.Refusal.Remedy)) { Field = refused.Refusal.Field },
    };

    private sealed class UnknownOutcomeException(PushBatch batch)
        : Exception($"the connector gave no outcome for {batch.Records.Count} records, {batch.Records[0].Key} the first");
}
