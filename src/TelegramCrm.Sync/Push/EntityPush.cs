using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Connectors;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// The push of one entity to one target. A batch that fails while the target itself is well is left open, and the others go on; when
/// the target is not well either, the push ends, so that an outage leaves one open batch and not all of them.
/// </summary>
internal sealed class EntityPush(
    string runId, PushTarget target, ReceivedEntity entity, PushLedger ledger, PushDelivery delivery, TimeProvider timeProvider, ILogger logger)
{
    private bool isReady;

    /// <summary>Settles what earlier runs left open, the oldest first, before anything newer of the same records is sent.</summary>
    public async Task SettleOpenClaimsAsync(CancellationToken cancellationToken)
    {
        foreach (var claimId in ledger.OpenClaims())
        {
            await RequireReadyAsync(cancellationToken);
            await DeliverAsync(ledger.Resume(claimId), wasSentBefore: true, cancellationToken);
        }
    }

    /// <summary>Claims and sends what changed, batch by batch.</summary>
    public async Task SendChangesAsync(PushSource source, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var changes in source.ReadChanges(entity.BatchSize))
        {
            await RequireReadyAsync(cancellationToken);
            var claim = ledger.Claim($"{target.Name}-{runId}-{++number:0000}", runId, Instant.FromDateTimeOffset(timeProvider.GetUtcNow()), changes);
            await DeliverAsync(claim, wasSentBefore: false, cancellationToken);
        }
    }

    private async Task DeliverAsync(ClaimedPush claim, bool wasSentBefore, CancellationToken cancellationToken)
    {
        var refusedBefore = delivery.Refused;
        await delivery.DeliverAsync(claim, wasSentBefore, cancellationToken);
        if (delivery.Refused > refusedBefore)
            PushLog.Refused(logger, runId, target.Name, entity.Entity, delivery.Refused - refusedBefore, claim.Id);
        if (delivery.Failure is not { } failure)
            return;
        PushLog.LeftOpen(logger, runId, target.Name, entity.Entity, claim.Id, target.Redact(failure.Message));
        isReady = false; // is it the batch, or the target?
    }

    private async Task RequireReadyAsync(CancellationToken cancellationToken)
    {
        if (isReady)
            return;
        var check = await target.CheckAsync(cancellationToken);
        if (!check.IsReady)
            throw new TargetNotReadyException(target.Name, check.Message);
        isReady = true;
    }
}

/// <summary>The target itself says that it can't be written to now.</summary>
internal sealed class TargetNotReadyException(string connector, string message) : Exception($"{connector}: {message}");
