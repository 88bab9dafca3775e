using Dapper;
using DuckDB.NET.Data;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Connectors;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Propagation.Sources;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Propagation;

/// <summary>
/// Brings the CRM's templates up to a repository of approved responses. The repository's responses are a model of the push engine, and the CRM is its target: the ledger of confirmed
/// writes, lookups after a crash, dead letters and the guards against deleting too much are the same as for every other target. What people edited in the CRM is looked for in each run.
/// </summary>
/// <param name="configuration">Where the responses are, and what is done about conflicts.</param>
/// <param name="openSource">Makes the repository's reader.</param>
/// <param name="client">The CRM.</param>
/// <param name="state">Where the ledger lies.</param>
/// <param name="sqlFolder">The folder of the program's SQL.</param>
/// <param name="time">The clock.</param>
/// <param name="logs">Makes loggers.</param>
public sealed partial class TemplatePropagation(
    TemplateConfiguration configuration, Func<IResponseSource> openSource, CrmClient client, StateStore state, string sqlFolder, TimeProvider time, ILoggerFactory logs) : IDisposable
{
    /// <summary>What the ledger and the history of pushes call the CRM's templates; no connector of the configuration can have this name.</summary>
    public const string TargetName = "_templates";

    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly PropagationRecord record = new(state);
    private readonly ILogger log = logs.CreateLogger<TemplatePropagation>();
    private IResponseSource? source;

    /// <summary>Reads the source and brings the CRM up to it; a second call waits for the first.</summary>
    /// <param name="overwrite">External ids of templates that are written over this once, whatever people did with them.</param>
    /// <param name="cancellationToken">Stops; what is on its way is settled by the next run.</param>
    public async Task<PropagationOutcome> RunAsync(IReadOnlyCollection<string> overwrite, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var runId = $"templates-{Guid.NewGuid():N}";
            var startedAt = Now;
            try
            {
                return await RunAsync(runId, overwrite, cancellationToken);
            }
            catch (Exception failure) when (failure is SourceUnreadableException or CrmException)
            {
                var summary = new EntitySummary(CrmTemplates.Entity) { Error = failure.Message };
                new PushHistory(state).Add(runId, TargetName, startedAt, Now, summary);
                LogStopped(failure.Message);
                return Outcome(summary, note: null);
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Says what a run would do, with what the CRM holds now: reads, and writes nothing.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SourceUnreadableException">The source can't be read.</exception>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    public async Task<PropagationPreview> PreviewAsync(CancellationToken cancellationToken)
    {
        var given = await ReadAsync(cancellationToken);
        using var model = Model(given);
        var (target, crm) = Target(given);
        var found = await CompareAsync(target, cancellationToken);
        return PropagationPlan.Of(Push(model).Preview([target]).Single(), given, found, crm, configuration.OnConflict == TemplateConflict.Overwrite);
    }

    /// <summary>How things stand as of the last run.</summary>
    public PropagationStanding Standing() => new(
        new PushHistory(state).List(1, TargetName) is [var last] ? last : null, new PushLedger(state, TargetName, CrmTemplates.Entity).Count(), record.Problems(), Refused([]));

    /// <summary>Reads the source, for one who only asks whether it can be.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SourceUnreadableException">It can't be read.</exception>
    public async Task<GivenResponses> ReadAsync(CancellationToken cancellationToken)
    {
        source ??= openSource();
        return GivenResponses.Of(source.Description, await source.ReadAsync(cancellationToken), record.Documents(), new PushLedger(state, TargetName, CrmTemplates.Entity));
    }

    private async Task<PropagationOutcome> RunAsync(string runId, IReadOnlyCollection<string> overwrite, CancellationToken cancellationToken)
    {
        var given = await ReadAsync(cancellationToken);
        using var model = Model(given);
        var (target, _) = Target(given);
        var found = await CompareAsync(target, cancellationToken);
        bool Overwrites(string key) => configuration.OnConflict == TemplateConflict.Overwrite || overwrite.Contains(key);
        await new TargetComparison(state, time).AcceptAsync(
            target, found with { Missing = [.. found.Missing.Where(Overwrites)], Edited = [.. found.Edited.Where(Overwrites)], Extra = [] }, runId, cancellationToken);
        foreach (var key in overwrite)
            new DeadLetters(state).Retry(TargetName, CrmTemplates.Entity, key);
        var summary = (await Push(model).RunAsync(runId, [target], cancellationToken)).Single().Entities.Single();
        if ((found.Count > 0 || summary.Refused > 0) && summary.Error is null)
            found = await CompareAsync(target, cancellationToken); // what agrees again is no conflict
        record.NoteDocuments(given.Reading);
        foreach (var news in record.NoteProblems(PropagationPlan.Problems(given, found), Now))
            LogProblem(news.Kind, news.Name, news.Reason, news.Remedy);
        if (summary.Created + summary.Updated + summary.Removed > 0)
            LogDone(summary.Created, summary.Updated, summary.Removed);
        return Outcome(summary, given.Note) with { Source = given.Description, Responses = given.Reading.Responses.Count };
    }

    private PropagationOutcome Outcome(EntitySummary summary, string? note)
    {
        var problems = record.Problems();
        return new(summary, problems, Refused(problems)) { Note = note };
    }

    /// <summary>Dead letters of the engine that are not told of as conflicts already.</summary>
    private List<DeadLetter> Refused(IReadOnlyList<TemplateProblem> problems)
    {
        var conflicts = problems.Where(problem => problem.Kind == PropagationPlan.Conflict).Select(problem => problem.Name).ToHashSet(StringComparer.Ordinal);
        return [.. new DeadLetters(state).List(TargetName).Where(letter => !conflicts.Contains(letter.Key))];
    }

    private async Task<ComparedTarget> CompareAsync(PushTarget target, CancellationToken cancellationToken)
    {
        var found = (await new TargetComparison(state, time).RunAsync(target, cancellationToken)).Single();
        return found.Error is { } error ? throw new CrmException($"{error}; nothing more was sent") : found;
    }

    private (PushTarget Target, CrmTemplates Crm) Target(GivenResponses given)
    {
        var (crm, overwrites) = (new CrmTemplates(client, configuration.RequestPatience, Confirmed), configuration.OnConflict == TemplateConflict.Overwrite);
        return (new PushTarget(TargetName, "crm-templates", crm)
        {
            Mode = given.IsComplete ? PushMode.Mirror : PushMode.Upsert,
            OnEdited = overwrites ? EditedRecord.Overwrite : EditedRecord.Keep,
            OnDeleted = overwrites ? DeletedRecord.Recreate : DeletedRecord.Keep,
            MaxRemovedShare = configuration.MaxRemovedShare,
        }, crm);
    }

    private RemoteRecord? Confirmed(string externalId) =>
        new PushLedger(state, TargetName, CrmTemplates.Entity).ReadRecords().FirstOrDefault(record => record.Key == externalId) is { } held ? new(held.RemoteId, held.RemoteRevision) : null;

    /// <summary>The responses as a table for the push model, in a warehouse of their own: they need none of what was synced.</summary>
    private static DuckDBConnection Model(GivenResponses given)
    {
        var model = new DuckDBConnection("DataSource=:memory:");
        model.Open();
        model.Execute("""
            create table approved_responses as
            select response.external_id, response.title, response.body, response.locale, response.article_id, coalesce(response.tags, []) as tags
            from (select unnest(from_json($json::json, '[{"external_id": "VARCHAR", "title": "VARCHAR", "body": "VARCHAR", "locale": "VARCHAR", "article_id": "VARCHAR", "tags": ["VARCHAR"]}]')) as response)
            """, new { json = given.ToJson() });
        return model;
    }

    private PushRun Push(DuckDBConnection model) => new(model, state, Path.Combine(sqlFolder, "automation"), time, logs.CreateLogger<PushRun>());

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    [LoggerMessage(Level = LogLevel.Error, Message = "Templates: {Reason}")]
    private partial void LogStopped(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Templates, {Kind} {Name}: {Reason}; {Remedy}")]
    private partial void LogProblem(string kind, string name, string reason, string remedy);

    [LoggerMessage(Level = LogLevel.Information, Message = "templates: {Created} created, {Updated} updated, {Removed} deleted")]
    private partial void LogDone(long created, long updated, long removed);
}
