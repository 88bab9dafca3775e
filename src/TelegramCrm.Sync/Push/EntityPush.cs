using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using NodaTime;
using Polly;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>
/// The push of one entity to one target. A batch that fails while the target itself is well is left open, and the others go on; when
/// the target is not well either, the push ends, so that an outage leaves one open batch and not all of them.
/// </summary>
internal sealed class EntityPush(PushMeans means, PushTarget target, ReceivedEntity entity)
{
    private readonly PushLedger ledger = new(means.State, target.Name, entity.Entity);
    private readonly PushClaims claims = new(means.State, target.Name, entity.Entity);
    private readonly PushMirror mirror = new(means.Warehouse, target.Name, entity.Entity);
    private readonly PushDelivery delivery = new(target, entity, new(means.State, target.Name, entity.Entity), means.Retries, means.RunId, means.Time);
    private readonly Instant startedAt = means.Now;
    private PushDifference difference = PushDifference.None;
    private IReadOnlyList<string> gone = [];
    private int batches;
    private bool isReady;
    private string? error;

    public string Entity => entity.Entity;

    /// <summary>Whether records of unknown outcome are left, so that nobody may count on what this push was to bring.</summary>
    public bool IsUnfinished => claims.CountUnsettled() > 0;

    /// <summary>Settles what earlier runs left open, then sends what changed.</summary>
    /// <param name="unfinished">An entity before this one whose push did not come to its end: what refers to its records would be refused for their absence, so it waits.</param>
    /// <param name="cancellationToken">Ends the push.</param>
    public Task SendAsync(string? unfinished, CancellationToken cancellationToken) => ReportingAsync(async () =>
    {
        if (unfinished is not null)
            throw new TargetNotReadyException(target.Name, $"{unfinished} is not finished; what refers to it waits for the next push");
        await SettleOpenClaimsAsync(cancellationToken);
        using var source = PushSource.Evaluate(PushModel.Read(means.ModelsFolder, target.Type, entity), means.Warehouse);
        difference = source.CompareWith(ledger, claims, mirror, updates: target.Mode != PushMode.InsertOnly);
        if (difference.SourceVanished)
            throw new PushModelException(PushGuards.Vanished(target, entity, difference));
        ledger.ForgetDeadLetters(source.ReadMootDeadLetters(target.Mode == PushMode.Mirror));
        gone = target.Mode == PushMode.Mirror ? source.ReadGone() : [];
        if (difference.Create + difference.Update == 0)
            return;
        await SendChangesAsync(source, cancellationToken);
        source.NoteOpen(ledger, claims);
        mirror.Advance(ledger, PushSource.Confirmed, removed: []);
    });

    /// <summary>Removes what the model no longer gives, unless that is more than may be removed at once.</summary>
    public Task RemoveGoneAsync(CancellationToken cancellationToken) => ReportingAsync(async () =>
    {
        if (gone.Count == 0 || error is not null)
            return;
        if (PushGuards.Forbid(target, entity, difference) is { } reason)
            throw new PushModelException(reason);
        foreach (var keys in gone.Chunk(entity.BatchSize))
        {
            await RequireReadyAsync(cancellationToken);
            await DeliverAsync(claims.ClaimRemovals(NextBatch(), means.RunId, means.Now, keys), cancellationToken);
        }
        var held = ledger.ReadRecords().Select(record => record.Key).ToHashSet(StringComparer.Ordinal);
        mirror.Advance(ledger, PushMirror.Nothing, [.. gone.Where(key => !held.Contains(key))]);
    });

    /// <summary>Writes what was done into the history.</summary>
    public EntitySummary End()
    {
        var summary = new EntitySummary(entity.Entity)
        {
            Created = delivery.Created,
            Updated = delivery.Updated,
            Removed = delivery.Removed,
            Unchanged = difference.Unchanged,
            Refused = delivery.Refused,
            Withheld = difference.Withheld,
            Unsettled = claims.CountUnsettled(),
            Error = error,
        };
        new PushHistory(means.State).Add(means.RunId, target.Name, startedAt, means.Now, summary);
        return summary;
    }

    /// <summary>The oldest first, before anything newer of the same records is sent.</summary>
    private async Task SettleOpenClaimsAsync(CancellationToken cancellationToken)
    {
        foreach (var claimId in claims.OpenClaims())
        {
            await RequireReadyAsync(cancellationToken);
            await DeliverAsync(claims.Resume(claimId), cancellationToken);
        }
    }

    private async Task SendChangesAsync(PushSource source, CancellationToken cancellationToken)
    {
        foreach (var changes in source.ReadChanges(entity.BatchSize))
        {
            await RequireReadyAsync(cancellationToken);
            var claim = claims.Claim(NextBatch(), means.RunId, means.Now, changes);
            if (difference.Confirmed == 0)
                claim.BecomesUncertain(); // an empty ledger may be a lost one: whatever the target holds of ours is found, and not made again
            await DeliverAsync(claim, cancellationToken);
        }
    }

    private async Task DeliverAsync(ClaimedPush claim, CancellationToken cancellationToken)
    {
        var refusedBefore = delivery.Refused;
        await delivery.DeliverAsync(claim, cancellationToken);
        if (delivery.Refused > refusedBefore)
            PushLog.Refused(means.Logger, means.RunId, target.Name, entity.Entity, delivery.Refused - refusedBefore, claim.Id);
        if (delivery.Failure is not { } failure)
            return;
        PushLog.LeftOpen(means.Logger, means.RunId, target.Name, entity.Entity, claim.Id, failure);
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

    private async Task ReportingAsync(Func<Task> workAsync)
    {
        try
        {
            await workAsync();
        }
        catch (Exception failure) when (failure is PushModelException or TargetNotReadyException)
        {
            error = failure.Message;
            PushLog.Stopped(means.Logger, means.RunId, target.Name, entity.Entity, failure.Message);
        }
    }

    private string NextBatch() => $"{target.Name}-{means.RunId}-{++batches:0000}";
}

/// <summary>What every push of a run works with.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Warehouse">An open connection, nobody else's.</param>
/// <param name="State">Where the ledger lies.</param>
/// <param name="ModelsFolder">The folder <c>sql/push</c>.</param>
/// <param name="Retries">How what failed is tried again.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Hears of refusals and failures.</param>
internal sealed record PushMeans(string RunId, DuckDBConnection Warehouse, StateStore State, string ModelsFolder, ResiliencePipeline Retries, TimeProvider Time, ILogger Logger)
{
    /// <summary>The clock's time.</summary>
    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());
}

/// <summary>The target can't be written to now: it says so itself, or lacks what the records refer to.</summary>
internal sealed class TargetNotReadyException(string connector, string message) : Exception($"{connector}: {message}");
