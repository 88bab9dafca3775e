using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Push.Http;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Push;

/// <summary>Brings targets up to date: settles what an earlier push left open, then claims, sends and confirms what changed since the last confirmed write.</summary>
/// <remarks>One push at a time: two at once would each take the other's open claims for those of a crash.</remarks>
public sealed class PushRun
{
    private const int MostPreviewed = 1_000;

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
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is not (null or TargetAwayException) && !arguments.Context.CancellationToken.IsCancellationRequested),
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
        var means = new PushMeans(runId, warehouse, state, modelsFolder, retries, timeProvider, logger);
        foreach (var target in targets)
        {
            var pushes = target.Connector.Receives.Select(entity => new EntityPush(means, target, entity)).ToList();
            foreach (var push in pushes)
                await push.SendAsync(pushes.TakeWhile(other => other != push).FirstOrDefault(other => other.IsUnfinished)?.Entity, cancellationToken);
            foreach (var push in pushes.AsEnumerable().Reverse()) // what others refer to is written first, and removed last
                await push.RemoveGoneAsync(cancellationToken);
            summaries.Add(new PushSummary(target.Name, [.. pushes.Select(push => push.End())]));
        }
        return summaries;
    }

    /// <summary>Says what <see cref="RunAsync"/> would do, without a request to any target and without a trace in the ledger.</summary>
    /// <param name="targets">Where would be pushed.</param>
    public IReadOnlyList<PushPreview> Preview(IReadOnlyList<PushTarget> targets) =>
        [.. targets.SelectMany(target => target.Connector.Receives.Select(entity => Preview(target, entity)))];

    private PushPreview Preview(PushTarget target, ReceivedEntity entity)
    {
        var (ledger, claims) = (new PushLedger(state, target.Name, entity.Entity), new PushClaims(state, target.Name, entity.Entity));
        var preview = new PushPreview(target.Name, entity.Entity) { Unsettled = claims.CountUnsettled() };
        try
        {
            using var source = PushSource.Evaluate(PushModel.Read(modelsFolder, target.Type, entity), warehouse);
            var difference = source.CompareWith(ledger, claims, new PushMirror(warehouse, target.Name, entity.Entity), updates: target.Mode != PushMode.InsertOnly);
            if (difference.SourceVanished)
                return preview with { Fields = source.Fields, Problem = PushGuards.Vanished(target, entity, difference) };
            var isForbidden = target.Mode == PushMode.Mirror && difference.Gone > 0 ? PushGuards.Forbid(target, entity, difference) : null;
            return preview with
            {
                Create = difference.Create,
                Update = difference.Update,
                Remove = target.Mode == PushMode.Mirror ? source.ReadGone().Count : 0,
                Unchanged = difference.Unchanged,
                Withheld = difference.Withheld,
                Fields = source.Fields,
                Records = new RecordChanges(source, ledger).Read(MostPreviewed, target.Mode == PushMode.Mirror),
                Problem = isForbidden,
            };
        }
        catch (PushModelException failure)
        {
            return preview with { Problem = failure.Message };
        }
    }
}
