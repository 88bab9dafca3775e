using Dapper;
using NodaTime;
using TelegramCrm.Sync.Propagation.Sources;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Propagation;

/// <summary>What the state store remembers between two runs: where each response stood, and what stands between the source and the CRM.</summary>
/// <param name="state">The store.</param>
public sealed class PropagationRecord(StateStore state)
{
    /// <summary>The external ids of documents as they were last read well, by where they stand.</summary>
    public IReadOnlyDictionary<string, string> Documents()
    {
        using var connection = state.Connect();
        return connection.Query<(string Location, string ExternalId)>("select location, external_id from template_documents").ToDictionary(row => row.Location, row => row.ExternalId, StringComparer.Ordinal);
    }

    /// <summary>Takes over where responses stand; documents that can't be read, and are still there, keep what was known of them.</summary>
    /// <param name="reading">What the source gave.</param>
    public void NoteDocuments(SourceReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        var known = Documents();
        var now = reading.Responses.Select(response => (response.Location, response.ExternalId))
            .Concat(reading.Bad.Where(bad => known.ContainsKey(bad.Location)).Select(bad => (bad.Location, ExternalId: known[bad.Location])))
            .DistinctBy(document => document.Location).ToDictionary(document => document.Location, document => document.ExternalId, StringComparer.Ordinal);
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute("delete from template_documents where location = @location", known.Keys.Where(location => !now.ContainsKey(location)).Select(location => new { location }), transaction);
        connection.Execute("""
            insert into template_documents (location, external_id) values (@Key, @Value)
            on conflict (location) do update set external_id = excluded.external_id
            """, now.Where(document => known.GetValueOrDefault(document.Key) != document.Value).Select(document => new { document.Key, document.Value }), transaction);
        transaction.Commit();
    }

    /// <summary>What stands between the source and the CRM, documents first.</summary>
    public IReadOnlyList<TemplateProblem> Problems()
    {
        using var connection = state.Connect();
        return [.. connection.Query<Row>("""
            select kind as "Kind", name as "Name", field as "Field", reason as "Reason", remedy as "Remedy", noted_at as "NotedAt" from template_problems order by kind desc, name
            """).Select(row => new TemplateProblem(row.Kind, row.Name, row.Field, row.Reason, row.Remedy) { NotedAt = StateTime.ToInstant(row.NotedAt) })];
    }

    /// <summary>Takes over what stands between them now.</summary>
    /// <param name="problems">All of it; one that was there before keeps the time at which it was first seen.</param>
    /// <param name="now">The present instant.</param>
    /// <returns>Those that are new, or other than before.</returns>
    public IReadOnlyList<TemplateProblem> NoteProblems(IReadOnlyList<TemplateProblem> problems, Instant now)
    {
        var before = Problems().ToDictionary(problem => (problem.Kind, problem.Name));
        var news = problems.Where(problem => !before.TryGetValue((problem.Kind, problem.Name), out var known) || known.Reason != problem.Reason).ToList();
        var here = problems.Select(problem => (problem.Kind, problem.Name)).ToHashSet();
        using var connection = state.Connect();
        using var transaction = connection.BeginTransaction();
        connection.Execute("delete from template_problems where kind = @Kind and name = @Name", before.Values.Where(problem => !here.Contains((problem.Kind, problem.Name))).Concat(news), transaction);
        connection.Execute("""
            insert into template_problems (kind, name, field, reason, remedy, noted_at) values (@Kind, @Name, @Field, @Reason, @Remedy, @at)
            """, news.Select(problem => new { problem.Kind, problem.Name, problem.Field, problem.Reason, problem.Remedy, at = now.ToText() }), transaction);
        transaction.Commit();
        return news;
    }

    private sealed record Row(string Kind, string Name, string? Field, string Reason, string Remedy, string NotedAt);
}

/// <summary>Something that stands between the source and the CRM.</summary>
/// <param name="Kind"><c>document</c>: one that can't be sent; <c>conflict</c>: a template that somebody edited or deleted in the CRM.</param>
/// <param name="Name">Where the document stands; the template's external id.</param>
/// <param name="Field">The field that is wrong; null when it is the whole.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record TemplateProblem(string Kind, string Name, string? Field, string Reason, string Remedy)
{
    /// <summary>When it was first seen so; null before it is recorded.</summary>
    public Instant? NotedAt { get; init; }
}
