using NodaTime;
using Polly;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// Carries claimed batches of one entity to their target: send, and write down what the target confirmed. After any failure
/// the outcome is unknown, so before the batch is sent again its records are looked up: sending twice makes one record.
/// </summary>
internal sealed class PushDelivery(IConnector connector, ReceivedEntity entity, PushLedger ledger, ResiliencePipeline retries, string runId, TimeProvider timeProvider)
{
    public long Created { get; private set; }

    public long Updated { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Why the last batch was left open; null when it was settled.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Sends a claim until all of its records are settled or the retries are used up; then it stays open for the next run.</summary>
    /// <param name="claim">What to send.</param>
    /// <param name="wasSentBefore">Whether an earlier run may have sent it.</param>
    /// <param name="cancellationToken">Ends the push; the claim stays open.</param>
    public async Task DeliverAsync(ClaimedPush claim, bool wasSentBefore, CancellationToken cancellationToken)
    {
        Failure = null;
        var outcomeUnknown = wasSentBefore;
        try
        {
            await retries.ExecuteAsync(async token =>
            {
                while (!claim.IsSettled)
                {
                    if (outcomeUnknown && !entity.RepeatsAreHarmless)
                        await LookUpAsync(claim, token);
                    outcomeUnknown = true;
                    if (!claim.IsSettled) // the look-up may have met twins only
                        Settle(claim, await WriteAsync(claim, token));
                }
            }, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Failure = failure;
            ledger.LeaveOpen(claim.Id, failure.Message);
        }
    }

    private async Task<IReadOnlyList<WriteResult>> WriteAsync(ClaimedPush claim, CancellationToken cancellationToken)
    {
        try
        {
            var results = await connector.WriteAsync(claim.ToBatch(), cancellationToken);
            return results.Count > 0 ? results : throw new UnknownOutcomeException(claim);
        }
        catch (RecordRefusedException refusal)
        {
            return [new RecordRefused(refusal.Key, refusal)];
        }
    }

    private async Task LookUpAsync(ClaimedPush claim, CancellationToken cancellationToken)
    {
        foreach (var record in claim.Unsettled)
        {
            var key = new ExternalKey(entity.Entity, record.Key);
            try
            {
                claim.Found(record, await connector.FindAsync(key, cancellationToken));
            }
            catch (RecordRefusedException refusal)
            {
                Settle(claim, [new RecordRefused(key, refusal)]);
            }
        }
    }

    private void Settle(ClaimedPush claim, IReadOnlyList<WriteResult> results)
    {
        var outcomes = results.Select(result => (Record: claim.Settle(result), Result: result)).ToList();
        ledger.Settle(claim.Id, runId, Instant.FromDateTimeOffset(timeProvider.GetUtcNow()), outcomes);
        Created += outcomes.Count(outcome => outcome is { Result: RecordWritten, Record.IsNew: true });
        Updated += outcomes.Count(outcome => outcome is { Result: RecordWritten, Record.IsNew: false });
        Refused += outcomes.Count(outcome => outcome.Result is RecordRefused);
    }

    private sealed class UnknownOutcomeException(ClaimedPush claim)
        : Exception($"the connector gave no outcome for {claim.Unsettled.Count} records, {claim.Unsettled[0].Key} the first");
}
