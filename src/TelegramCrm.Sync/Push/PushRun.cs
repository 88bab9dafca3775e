using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using NodaTime;
using Polly;
using Polly.Retry;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>Brings targets up to date: settles what an earlier push left open, then claims, sends and confirms what changed since the last confirmed write.</summary>
/// <remarks>One push at a time: two at once would each take the other's open claims for those of a crash.</remarks>
public sealed class PushRun
{
    private readonly DuckDBConnection warehouse;
    private readonly StateStore state;
    private readonly string modelsFolder;
    private readonly TimeProvider timeProvider;
    private readonly ILogger logger;
    private readonly ResiliencePipeline retries;

    /// <summary>Makes a push over one warehouse connection.</summary>
    /// <param name="warehouse">An open connection, nobody else's while a push runs; <c>as_of</c> is set on it if a model reads it.</param>
    /// <param name="state">Where the ledger lies.</param>
    /// <param name="modelsFolder">The folder <c>sql/push</c>.</param>
    /// <param name="timeProvider">The clock of the ledger, and of the waits between retries.</param>
    /// <param name="logger">Hears of refusals and failures, by run, connector and record key.</param>
    public PushRun(DuckDBConnection warehouse, StateStore state, string modelsFolder, TimeProvider timeProvider, ILogger<PushRun> logger)
    {
        this.warehouse = warehouse;
        this.state = state;
        this.modelsFolder = modelsFolder;
        this.timeProvider = timeProvider;
        this.logger = logger;
        retries = new ResiliencePipelineBuilder { TimeProvider = timeProvider }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = 4, // with the waits below about half a minute: a restart is outlasted, an outage is the next run's
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(2),
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is not null && !arguments.Context.CancellationToken.IsCancellationRequested),
        }).Build();
    }

    /// <summary>Pushes to each target in turn. A target that fails does not keep the others from theirs.</summary>
    /// <param name="runId">Unique among all runs; letters, digits, <c>-</c> and <c>_</c>, because files are named after it.</param>
    /// <param name="targets">Where to push.</param>
    /// <param name="cancellationToken">Ends the push; a batch on its way stays claimed, and the next push settles it.</param>
    /// <returns>What was done, a summary a target.</returns>
    public async Task<IReadOnlyList<PushSummary>> RunAsync(string runId, IReadOnlyList<PushTarget> targets, CancellationToken cancellationToken)
    {
        var summaries = new List<PushSummary>(targets.Count);
        foreach (var target in targets)
        {
            var entities = new List<EntitySummary>();
            foreach (var entity in target.Connector.Receives)
                entities.Add(await PushAsync(runId, target, entity, cancellationToken));
            summaries.Add(new PushSummary(target.Name, entities));
        }
        return summaries;
    }

    /// <summary>Says what <see cref="RunAsync"/> would do, without a request to any target and without a trace in the ledger.</summary>
    /// <param name="targets">Where would be pushed.</param>
    public IReadOnlyList<PushPreview> Preview(IReadOnlyList<PushTarget> targets) =>
        [.. targets.SelectMany(target => target.Connector.Receives.Select(entity => Preview(target, entity)))];

    private async Task<EntitySummary> PushAsync(string runId, PushTarget target, ReceivedEntity entity, CancellationToken cancellationToken)
    {
        var startedAt = Now();
        var ledger = new PushLedger(state, target.Name, entity.Entity);
        var delivery = new PushDelivery(target.Connector, entity, ledger, retries, runId, timeProvider);
        var push = new EntityPush(runId, target, entity, ledger, delivery, timeProvider, logger);
        var difference = new PushDifference(0, 0, 0, 0, 0, 0);
        string? error = null;
        try
        {
            await push.SettleOpenClaimsAsync(cancellationToken);
            using var source = PushSource.Evaluate(PushModel.Read(modelsFolder, target.Type, entity), warehouse);
            difference = source.CompareWith(ledger);
            if (difference.SourceVanished)
                throw new PushModelException(Vanished(target, entity, difference));
            ledger.ForgetDeadLetters(source.ReadMootDeadLetters());
            await push.SendChangesAsync(source, cancellationToken);
        }
        catch (Exception failure) when (failure is PushModelException or TargetNotReadyException)
        {
            error = failure.Message;
            PushLog.Stopped(logger, runId, target.Name, entity.Entity, failure.Message);
        }
        var summary = new EntitySummary(entity.Entity)
        {
            Created = delivery.Created,
            Updated = delivery.Updated,
            Unchanged = difference.Unchanged,
            Refused = delivery.Refused,
            Withheld = difference.Withheld,
            Unsettled = ledger.CountUnsettled(),
            Error = error,
        };
        new PushHistory(state).Add(runId, target.Name, startedAt, Now(), summary);
        return summary;
    }

    private PushPreview Preview(PushTarget target, ReceivedEntity entity)
    {
        var ledger = new PushLedger(state, target.Name, entity.Entity);
        var preview = new PushPreview(target.Name, entity.Entity) { Unsettled = ledger.CountUnsettled() };
        try
        {
            using var source = PushSource.Evaluate(PushModel.Read(modelsFolder, target.Type, entity), warehouse);
            var difference = source.CompareWith(ledger);
            return difference.SourceVanished
                ? preview with { Fields = source.Fields, Problem = Vanished(target, entity, difference) }
                : preview with { Create = difference.Create, Update = difference.Update, Unchanged = difference.Unchanged, Withheld = difference.Withheld, Fields = source.Fields };
        }
        catch (PushModelException failure)
        {
            return preview with { Problem = failure.Message };
        }
    }

    private static string Vanished(PushTarget target, ReceivedEntity entity, PushDifference difference) =>
        $"{target.Name}: {entity.Entity}: the model gives no rows, though the target holds {difference.Confirmed} of ours; nothing was sent: see whether the last transform was complete";

    private Instant Now() => Instant.FromDateTimeOffset(timeProvider.GetUtcNow());
}
