using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Alerts;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Automation.Suggestions;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Extract.Backfills;
using TelegramCrm.Sync.Extract.Reconciling;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Publish;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync;

/// <summary>The steps of one run: each calls its room, logs itself and gathers what failed.</summary>
internal sealed partial class SyncSteps(Installation installation, Run run, DuckDBConnection connection, Action<string>? onStep)
{
    private readonly ILogger log = installation.Logs.CreateLogger<SyncSteps>();
    private readonly List<string> failures = [];

    public IReadOnlyList<string> Failures => failures;

    /// <summary>Whether the marts must not leave the house, because data tests found something wrong with them.</summary>
    public bool Withhold(Marts marts)
    {
        if (marts.FailedTests > 0 && failures.Count == 0)
            Fail($"{marts.FailedTests} data tests failed on the present figures, so they are not given out; see ops.data_tests");
        return marts.FailedTests > 0;
    }

    public static PushRun PushOn(Installation installation, DuckDBConnection connection) =>
        new(connection, installation.State, Path.Combine(Installation.SqlPath, "push"), installation.Time, installation.Logs.CreateLogger<PushRun>());

    public async Task<IReadOnlyList<StreamOutcome>> ExtractAsync(RunRequest request, CancellationToken cancellationToken)
    {
        onStep?.Invoke("reading the CRM");
        if (request.FullRefresh)
            await ResetAsync(request.Streams, cancellationToken);
        var inbox = await ApplyInboxAsync(cancellationToken);
        IReadOnlyList<StreamOutcome> outcomes = [.. await ReadAsync(request, cancellationToken), inbox];
        var listened = ExpectedWebhooks.Of(installation.Configuration.Webhooks, installation.Inbox);
        var missed = await installation.Warehouse.WriteAsync(connection, () => Settle(listened), cancellationToken);
        if (missed > 0)
            LogMissed(run.Id, missed);
        foreach (var stream in outcomes)
        {
            LogStream(run.Id, stream.Stream, stream.Counts.Extracted, stream.Counts.Loaded, stream.Counts.Quarantined);
            if (stream.Error is { } error)
                failures.Add($"{stream.Stream}: {error}"); // it told of itself when it failed
            if (stream.Counts.Quarantined > 0)
                Fail($"{stream.Stream}: {stream.Counts.Quarantined} records are malformed and in quarantine; see ops.quarantine, and ask the CRM's operator to mend them");
        }
        return outcomes;
    }

    /// <summary>Applies deletions that only events tell of, and counts what webhooks missed.</summary>
    /// <returns>How many versions those were.</returns>
    private long Settle(ExpectedWebhooks? expected)
    {
        var now = Instant.FromDateTimeOffset(installation.Time.GetUtcNow());
        var announced = expected is null ? 0 : UnannouncedVersions.Collect(connection, expected.Streams, expected.Since);
        Tombstones.ApplyEvents(connection, run.Id, now);
        var missed = UnannouncedVersions.Judge(connection, now - Duration.Max(installation.Limits.Lookback, installation.Limits.Settle));
        if (expected is not null)
            run.NoteWebhooks(connection, announced, missed);
        InboxMeter.Missed(missed);
        return missed;
    }

    private Task<IReadOnlyList<StreamOutcome>> ReadAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var (warehouse, client, limits, time) = (installation.Warehouse, installation.Client, installation.Limits, installation.Time);
        return request.Backfill is { } span
            ? new BackfillExtraction(warehouse, client, limits, time).RunAsync(run, request.Streams, span, cancellationToken)
            : new Extraction(warehouse, client, limits, time).RunAsync(run, request.Streams, cancellationToken);
    }

    private async Task<StreamOutcome> ApplyInboxAsync(CancellationToken cancellationToken)
    {
        var step = await run.BeginStepAsync("apply", "inbox", cancellationToken);
        var drained = await installation.InboxDrain.ApplyAsync(InboxPump.RunId, (transaction, counts) => step.Count(transaction, counts.Extracted, counts.Loaded), cancellationToken);
        var dead = drained.Dead == 0 ? null : $"{drained.Dead} deliveries can't be applied; see `tgcrm inbox list`";
        await step.EndAsync(dead is null ? RunStatus.Done : RunStatus.Partial, dead);
        if (dead is not null)
            LogFailure($"inbox: {dead}");
        return new StreamOutcome("inbox", drained.Counts, dead);
    }

    private async Task ResetAsync(IReadOnlyList<CrmStream> streams, CancellationToken cancellationToken)
    {
        await installation.Warehouse.WriteAsync(connection, () =>
        {
            foreach (var stream in streams)
                Cursor.Reset(connection, stream);
            return streams.Count;
        }, cancellationToken);
    }

    public async Task<IReadOnlyList<StreamReconciliation>> ReconcileAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var (span, fix, allowsMassDeletion) = (request.Reconcile.Span, request.Reconcile.Fix, request.Reconcile.AllowsMassDeletion);
        var sweep = new Sweep(installation.Configuration.Source.Sweep.MaxDeletedShare, allowsMassDeletion);
        var reconciliation = new Reconciliation(installation.Warehouse, installation.Client, installation.Limits, sweep, installation.Time);
        var compared = new List<StreamReconciliation>();
        foreach (var stream in request.Streams)
        {
            onStep?.Invoke($"comparing {stream.Name}");
            compared.Add(await reconciliation.RunAsync(run, stream, span, fix, cancellationToken));
        }
        foreach (var stream in compared.Where(stream => !stream.IsEqual))
            Fail($"{stream.Stream}: {stream.Error ?? stream.Refusal ?? $"{stream.LeftOver} records differ from the CRM's; see ops.reconciliations"}");
        return compared;
    }

    public Task<TransformOutcome> TransformAsync(bool isFull, CancellationToken cancellationToken) =>
        LogStepAsync("transform", "computing the figures", () => installation.Warehouse.TakeTurnAsync(() =>
        {
            var wanted = installation.Configuration;
            AlertCopy.Write(connection, new AlertRecord(installation.State));
            DecisionCopy.Write(connection, new DecisionLedger(installation.State));
            SuggestionCopy.Write(connection, new SuggestionLedger(installation.State));
            ClockTables.Write(connection, wanted.Calendars, wanted.DefaultCalendar, wanted.CalendarRules, wanted.SlaPolicies, run.AsOf, wanted.Clocks);
            return Task.FromResult(new Transformation(installation.Sql, installation.Folder.Temporary).Run(connection, new(run.Id, run.AsOf, isFull), cancellationToken));
        }, cancellationToken), cancellationToken);

    public Task<IReadOnlyList<DataTestResult>> TestAsync(TransformOutcome transform, CancellationToken cancellationToken) =>
        LogStepAsync<IReadOnlyList<DataTestResult>>("test", "testing the data", async () =>
        {
            List<DataTestResult> results = [.. transform.Tested, .. new DataTests(transform.Untested).Run(connection)];
            await installation.Warehouse.WriteAsync(connection, () =>
            {
                DataTests.Record(connection, run.Id, run.AsOf, results);
                return results.Count;
            }, cancellationToken);
            foreach (var test in results.Where(test => !test.Passed))
                Fail($"data test {test.Test.Name}: {test.FailedRows} rows. {test.Test.RowsMean} See ops.data_tests; nothing was published");
            return results;
        }, cancellationToken);

    public Task<PublishedVersion> PublishAsync(Marts marts, CancellationToken cancellationToken) =>
        LogStepAsync("publish", "publishing", () => installation.Warehouse.TakeTurnAsync(
            () => new Publication(installation.Folder.Published, installation.Configuration.Publish.KeepVersions).PublishAsync(connection, marts.RunId, marts.AsOf, cancellationToken),
            cancellationToken), cancellationToken);

    public Task<IReadOnlyList<string>> ReportAsync(Marts marts, RunRequest request, CancellationToken cancellationToken) =>
        LogStepAsync("report", "writing the reports", () =>
        {
            var wanted = installation.Configuration.Reports;
            var period = request.ReportPeriod ?? ReportPeriod.LastDays(30, marts.AsOf, wanted.Zone);
            var scope = new ReportScope(period, request.ReportQueue is { } queue ? ReportQueue.Find(connection, queue) : null);
            return Task.FromResult(ReportRun.Write(connection, scope, new ReportSource(marts.RunId, marts.AsOf, Instant.FromDateTimeOffset(installation.Time.GetUtcNow())), request.ReportFolder ?? scope.FolderIn(wanted.Folder), installation.State));
        }, cancellationToken);

    public Task<IReadOnlyList<PushSummary>> PushAsync(IReadOnlyList<string> connectors, CancellationToken cancellationToken) =>
        LogStepAsync("push", "pushing", async () =>
        {
            var targets = installation.Targets.Where(target => connectors.Count == 0 || connectors.Contains(target.Name)).ToList();
            foreach (var target in targets)
                await LoadTitlesAsync(target, cancellationToken);
            var summaries = await PushOn(installation, connection).RunAsync(run.Id, targets, cancellationToken);
            foreach (var (connector, entity) in summaries.SelectMany(summary => summary.Entities, (summary, entity) => (summary.Connector, entity)))
            {
                if (!entity.IsComplete)
                    Fail($"push {connector}, {entity.Entity}: {entity.Error ?? $"{entity.Refused} refused, {entity.Unsettled} unsettled; see `tgcrm push failed`"}");
            }
            return summaries;
        }, cancellationToken);

    /// <summary>A knowledge base that can't be read is no reason not to write to it: the titles of before will do.</summary>
    private async Task LoadTitlesAsync(PushTarget target, CancellationToken cancellationToken)
    {
        try
        {
            await new ArticleTitles(installation.Warehouse, installation.Time).LoadAsync(connection, target, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            Fail($"articles of {target.Name}: {target.Redact(failure.Message)}");
        }
    }

    /// <summary>What is mended goes out at once, when there are figures that may go out.</summary>
    public async Task<RunOutcome> ReconcileTargetsAsync(RunOutcome outcome, RunRequest request, CancellationToken cancellationToken)
    {
        var comparison = new TargetComparison(installation.State, installation.Time);
        var (compared, mended) = (new List<ComparedTarget>(), new List<string>());
        foreach (var target in installation.Targets.Where(target => request.Connectors.Count == 0 || request.Connectors.Contains(target.Name)))
        {
            onStep?.Invoke($"comparing {target.Name}");
            foreach (var found in await comparison.RunAsync(target, cancellationToken))
            {
                compared.Add(found);
                if (!request.Reconcile.Fix || found.Error is not null || found.Count == 0)
                    continue;
                await comparison.AcceptAsync(target, found, run.Id, cancellationToken);
                mended.Add(target.Name);
            }
        }
        foreach (var found in compared.Where(found => !found.IsEqual && !(request.Reconcile.Fix && found.Error is null && found.Twins.Count == 0)))
            Fail($"{found.Connector}, {found.Entity}: {found.Error ?? $"{found.Count} records are not as they were sent"}");
        outcome = outcome with { Compared = compared };
        return mended.Count == 0 || Marts.Use(connection) is not { } marts || Withhold(marts)
            ? outcome
            : outcome with { Pushes = await PushAsync(mended, cancellationToken) };
    }

    private async Task<T> LogStepAsync<T>(string step, string inWords, Func<Task<T>> workAsync, CancellationToken cancellationToken)
    {
        onStep?.Invoke(inWords);
        var logged = await run.BeginStepAsync(step, "", cancellationToken);
        try
        {
            var result = await workAsync();
            await logged.EndAsync(RunStatus.Done);
            return result;
        }
        catch (Exception e)
        {
            await logged.EndAsync(RunStatus.Failed, e.Message);
            throw;
        }
    }

    private void Fail(string what)
    {
        failures.Add(what);
        LogFailure(what);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "run {RunId}: {Stream}: {Extracted} records read, {Loaded} written, {Quarantined} quarantined")]
    private partial void LogStream(string runId, string stream, long extracted, long loaded, long quarantined);

    [LoggerMessage(Level = LogLevel.Warning, Message = "run {RunId}: {Missed} changes came by polling alone, no webhook told of them; `tgcrm inbox subscriptions` says whether the CRM still sends")]
    private partial void LogMissed(string runId, long missed);

    [LoggerMessage(Level = LogLevel.Error, Message = "{What}")]
    private partial void LogFailure(string what);
}
