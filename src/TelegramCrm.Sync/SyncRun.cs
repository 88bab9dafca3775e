using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Publish;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Reports;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync;

/// <summary>
/// The whole way, on one screen: extract, transform, test, publish, report, push. A step that fails lets those go on that
/// don't need it; what data tests find wrong is neither published nor pushed, so that readers keep the last good set.
/// </summary>
/// <param name="installation">What is run, and on what.</param>
/// <param name="onStep">Told in a few words what is done next; null when nobody watches.</param>
public sealed partial class SyncRun(Installation installation, Action<string>? onStep = null)
{
    private readonly ILogger log = installation.Logs.CreateLogger<SyncRun>();
    private readonly List<string> failures = [];

    /// <summary>Runs the steps that are asked for, in their order.</summary>
    /// <param name="request">Which.</param>
    /// <param name="cancellationToken">Stops at the next safe place; what is committed stays.</param>
    public async Task<RunOutcome> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        await installation.RunTurn.WaitAsync(cancellationToken);
        try
        {
            return await RunInTurnAsync(request, cancellationToken);
        }
        finally
        {
            installation.RunTurn.Release();
        }
    }

    private async Task<RunOutcome> RunInTurnAsync(RunRequest request, CancellationToken cancellationToken)
    {
        using var run = await Run.BeginAsync(installation.Warehouse, request.Trigger, installation.Time, cancellationToken);
        using var connection = installation.Warehouse.Connect();
        var outcome = new RunOutcome(run.Id, run.AsOf);
        try
        {
            outcome = await TakeStepsAsync(run, connection, request, outcome, cancellationToken);
        }
        catch (Exception e)
        {
            await run.EndAsync(RunStatus.Failed, e.Message);
            throw;
        }
        outcome = outcome with { Failures = failures };
        await run.EndAsync(outcome.Status, failures.Count == 0 ? null : string.Join("\n", failures));
        return outcome;
    }

    private async Task<RunOutcome> TakeStepsAsync(Run run, DuckDBConnection connection, RunRequest request, RunOutcome outcome, CancellationToken cancellationToken)
    {
        if (request.Steps.HasFlag(RunSteps.Extract))
            outcome = outcome with { Streams = await ExtractAsync(run, request, cancellationToken) };
        if (request.Steps.HasFlag(RunSteps.Transform))
        {
            await run.TakeAsOfAsync(cancellationToken);
            outcome = outcome with { Relations = await TransformAsync(run, connection, cancellationToken) };
            outcome = outcome with { Tests = await TestAsync(run, connection, cancellationToken) };
        }
        if (outcome.Tests.Any(test => !test.Passed))
            return outcome;
        if ((request.Steps & (RunSteps.Publish | RunSteps.Report | RunSteps.Push)) == RunSteps.None)
            return outcome;
        var marts = Marts.Use(connection) ?? throw new NoMartsException();
        outcome = outcome with { AsOf = marts.AsOf };
        if (request.Steps.HasFlag(RunSteps.Publish))
            outcome = outcome with { Published = await PublishAsync(run, connection, marts.AsOf, cancellationToken) };
        if (request.Steps.HasFlag(RunSteps.Report))
            outcome = outcome with { Reports = await ReportAsync(run, connection, marts, request, cancellationToken) };
        if (request.Steps.HasFlag(RunSteps.Push))
            outcome = outcome with { Pushes = await PushAsync(run, connection, request.Connectors, cancellationToken) };
        return outcome;
    }

    private async Task<IReadOnlyList<StreamOutcome>> ExtractAsync(Run run, RunRequest request, CancellationToken cancellationToken)
    {
        onStep?.Invoke("reading the CRM");
        if (request.FullRefresh)
            await ResetAsync(request.Streams, cancellationToken);
        var inbox = await ApplyInboxAsync(run, cancellationToken);
        var extraction = new Extraction(installation.Warehouse, installation.Client, installation.Limits, installation.Time);
        IReadOnlyList<StreamOutcome> outcomes = [.. await extraction.RunAsync(run, request.Streams, cancellationToken), inbox];
        foreach (var stream in outcomes)
        {
            LogStream(run.Id, stream.Stream, stream.Counts.Extracted, stream.Counts.Loaded, stream.Counts.Quarantined);
            if (stream.Error is { } error)
                Fail($"{stream.Stream}: {error}");
            if (stream.Counts.Quarantined > 0)
                Fail($"{stream.Stream}: {stream.Counts.Quarantined} records are malformed and in quarantine; see ops.quarantine, and ask the CRM's operator to mend them");
        }
        return outcomes;
    }

    private async Task<StreamOutcome> ApplyInboxAsync(Run run, CancellationToken cancellationToken)
    {
        var step = await run.BeginStepAsync("apply", "inbox", cancellationToken);
        var drained = await installation.InboxDrain.ApplyAsync(run.Id, (connection, counts) => step.Count(connection, counts.Extracted, counts.Loaded), cancellationToken);
        var dead = drained.Dead == 0 ? null : $"{drained.Dead} deliveries can't be applied; see `tgcrm inbox list`";
        await step.EndAsync(dead is null ? RunStatus.Done : RunStatus.Partial, dead);
        return new StreamOutcome("inbox", drained.Counts, dead);
    }

    private async Task ResetAsync(IReadOnlyList<CrmStream> streams, CancellationToken cancellationToken)
    {
        using var connection = installation.Warehouse.Connect();
        await installation.Warehouse.WriteAsync(connection, () =>
        {
            foreach (var stream in streams)
                Cursor.Reset(connection, stream);
            return streams.Count;
        }, cancellationToken);
    }

    private Task<IReadOnlyList<BuiltRelation>> TransformAsync(Run run, DuckDBConnection connection, CancellationToken cancellationToken) =>
        LogStepAsync(run, "transform", "computing the figures", () => installation.Warehouse.TakeTurnAsync(() =>
        {
            var wanted = installation.Configuration;
            ClockTables.Write(connection, wanted.Calendars, wanted.DefaultCalendar, wanted.CalendarRules, wanted.SlaPolicies, run.AsOf);
            return Task.FromResult(new Transformation(installation.Sql.Models).Run(connection, run.AsOf, cancellationToken));
        }, cancellationToken), cancellationToken);

    private Task<IReadOnlyList<DataTestResult>> TestAsync(Run run, DuckDBConnection connection, CancellationToken cancellationToken) =>
        LogStepAsync(run, "test", "testing the data", async () =>
        {
            var results = new DataTests(installation.Sql.Tests).Run(connection);
            await installation.Warehouse.WriteAsync(connection, () =>
            {
                DataTests.Record(connection, run.Id, run.AsOf, results);
                return results.Count;
            }, cancellationToken);
            foreach (var test in results.Where(test => !test.Passed))
                Fail($"data test {test.Test.Name}: {test.FailedRows} rows. {test.Test.RowsMean} See ops.data_tests; nothing was published");
            return results;
        }, cancellationToken);

    private Task<PublishedVersion> PublishAsync(Run run, DuckDBConnection connection, Instant asOf, CancellationToken cancellationToken) =>
        LogStepAsync(run, "publish", "publishing", () => installation.Warehouse.TakeTurnAsync(
            () => new Publication(installation.Folder.Published, installation.Configuration.Publish.KeepVersions).PublishAsync(connection, run.Id, asOf, cancellationToken),
            cancellationToken), cancellationToken);

    private Task<IReadOnlyList<string>> ReportAsync(Run run, DuckDBConnection connection, Marts marts, RunRequest request, CancellationToken cancellationToken) =>
        LogStepAsync(run, "report", "writing the reports", () =>
        {
            var wanted = installation.Configuration.Reports;
            var period = request.ReportPeriod ?? ReportPeriod.LastDays(30, marts.AsOf, wanted.Zone);
            return Task.FromResult(ReportRun.Write(connection, period, new ReportSource(marts.RunId, marts.AsOf), request.ReportFolder ?? wanted.Folder));
        }, cancellationToken);

    /// <summary>Says what a push would do; sends and writes nothing.</summary>
    /// <param name="targets">Where to.</param>
    /// <param name="cancellationToken">Gives up waiting for a run under way.</param>
    public async Task<IReadOnlyList<PushPreview>> PreviewPushAsync(IReadOnlyList<PushTarget> targets, CancellationToken cancellationToken)
    {
        await installation.RunTurn.WaitAsync(cancellationToken);
        try
        {
            using var connection = installation.Warehouse.Connect();
            _ = Marts.Use(connection) ?? throw new NoMartsException();
            return PushOn(connection).Preview(targets);
        }
        finally
        {
            installation.RunTurn.Release();
        }
    }

    private PushRun PushOn(DuckDBConnection connection) =>
        new(connection, installation.State, Path.Combine(Installation.SqlPath, "push"), installation.Time, installation.Logs.CreateLogger<PushRun>());

    private Task<IReadOnlyList<PushSummary>> PushAsync(Run run, DuckDBConnection connection, IReadOnlyList<string> connectors, CancellationToken cancellationToken) =>
        LogStepAsync(run, "push", "pushing", async () =>
        {
            var targets = installation.Targets.Where(target => connectors.Count == 0 || connectors.Contains(target.Name)).ToList();
            var summaries = await PushOn(connection).RunAsync(run.Id, targets, cancellationToken);
            foreach (var entity in summaries.SelectMany(summary => summary.Entities, (summary, entity) => (summary.Connector, entity)).Where(pair => !pair.entity.IsComplete))
                Fail($"push {entity.Connector}, {entity.entity.Entity}: {entity.entity.Error ?? $"{entity.entity.Refused} refused, {entity.entity.Unsettled} unsettled; see `tgcrm push failed`"}");
            return summaries;
        }, cancellationToken);

    private async Task<T> LogStepAsync<T>(Run run, string step, string inWords, Func<Task<T>> workAsync, CancellationToken cancellationToken)
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

    [LoggerMessage(Level = LogLevel.Error, Message = "{What}")]
    private partial void LogFailure(string what);
}
