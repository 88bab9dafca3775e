using System.Net;
using System.Runtime.CompilerServices;

namespace TelegramCrm.Connectors.Redmine;

/// <summary>
/// Issues in Redmine. It answers 204 to an update whose status or field it ignores, so every write is read back; it guards no key, so a creation looks for a twin; and it ignores a
/// filter that it doesn't know, so the key of each hit is looked at. An update that changes nothing would still count as one, so there is none.
/// </summary>
internal sealed class IssueRecords(RedmineClient redmine, IssueFields fields, RedmineSettings settings)
{
    public const string Entity = "issues";
    private const int PageSize = 100;

    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => await SearchAsync(key, cancellationToken) switch
    {
        [] => null,
        [var issue] => issue.Remote,
        var twins => throw new RecordRefusedException(key, $"{twins.Count} issues carry this key: {string.Join(", ", twins.Select(issue => issue.Id))}", $"clear custom field {settings.KeyField} of all but one"),
    };

    public async IAsyncEnumerable<ListedRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var offset = 0; ; offset += PageSize)
        {
            var issues = await QueryAsync("*", offset, cancellationToken);
            foreach (var issue in issues.Where(issue => issue.Key.Length > 0))
                yield return new ListedRecord(new ExternalKey(Entity, issue.Key), issue.Remote);
            if (issues.Count < PageSize)
                yield break;
        }
    }

    /// <summary>The issues of a key.</summary>
    /// <exception cref="HttpRequestException">Redmine does not filter by the key's field.</exception>
    public async Task<IReadOnlyList<Issue>> SearchAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        var found = await QueryAsync($"={key.Value}", 0, cancellationToken);
        return found.All(issue => string.Equals(issue.Key, key.Value, StringComparison.OrdinalIgnoreCase))
            ? [.. found.Where(issue => issue.Key == key.Value)]
            : throw new HttpRequestException($"Redmine ignores the filter by custom field {settings.KeyField}; mark it as 'Used as a filter', and let this user see it");
    }

    public async Task<RemoteRecord> WriteAsync(PushRecord record, CancellationToken cancellationToken)
    {
        var wanted = await fields.WantedAsync(record, cancellationToken);
        return record.Known is { } known ? await UpdateAsync(record, known, wanted, cancellationToken) : await CreateAsync(record, wanted, cancellationToken);
    }

    public async Task<WriteResult> RemoveAsync(PushRecord record, CancellationToken cancellationToken)
    {
        var answer = await redmine.SendAsync(HttpMethod.Delete, $"issues/{record.Known!.Id}.json", null, cancellationToken);
        return await ReadAsync(record.Known.Id, cancellationToken) is null
            ? new RecordRemoved(record.Key)
            : new RecordRefused(record.Key, new(record.Key, answer.Words, "grant this user's role 'Delete issues'"));
    }

    private async Task<RemoteRecord> CreateAsync(PushRecord record, Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var tracker = await redmine.NumberOfAsync("trackers.json", "trackers", settings.Tracker, cancellationToken)
            ?? throw new RecordRefusedException(record.Key, $"Redmine has no tracker \"{settings.Tracker}\"", "correct the connector's setting tracker");
        var body = fields.BodyWithKey(wanted, record.Key);
        (body["project_id"], body["tracker_id"]) = (settings.Project, tracker);
        var answer = await redmine.SendAsync(HttpMethod.Post, "issues.json", new { issue = body }, cancellationToken);
        if (!answer.IsSuccess)
            throw answer.IsCollision ? new HttpRequestException("Redmine met two writes at once") : Refusal(record, answer);
        var id = answer.Body!.Value.GetProperty("issue").GetProperty("id").ToString();
        var made = await ReadAsync(id, cancellationToken) ?? throw new HttpRequestException($"issue {id} was made, and can't be read");
        if (made.Key != record.Key.Value)
            await UndoAsync(record, id, null, $"custom field {settings.KeyField} stayed empty", "apply it to the tracker and the project, and let this user's role see it", cancellationToken);
        if (made.DifferenceTo(wanted) is not null)
            made = await ChangeAsync(record, made, wanted, cancellationToken); // a workflow may allow to a known issue what it refuses to a new one
        if (made.DifferenceTo(wanted) is { } name)
            await UndoAsync(record, id, name, $"{name} stayed as it was, which Redmine does not tell", IssueFields.Remedy(name), cancellationToken);
        if ((await SearchAsync(record.Key, cancellationToken)).Count > 1)
        {
            await redmine.SendAsync(HttpMethod.Delete, $"issues/{id}.json", null, cancellationToken); // somebody was faster: the engine will find theirs
            throw new HttpRequestException($"issue {id} was one of two with the key {record.Key}, and is deleted again");
        }
        return made.Remote;
    }

    private async Task<RemoteRecord> UpdateAsync(PushRecord record, RemoteRecord known, Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        if (await ReadAsync(known.Id, cancellationToken) is not { } issue || (issue.Key.Length > 0 && issue.Key != record.Key.Value))
            throw new RecordDriftedException(record.Key, null);
        if (issue.DifferenceTo(wanted) is null && issue.Key.Length > 0)
            return issue.Remote;
        // Redmine shows no lock version: between this look and the write somebody may still be faster.
        if (known.Revision is { } revision && FieldRevision.Differ(revision, issue.Remote.Revision!, wanted.Keys))
            throw new RecordDriftedException(record.Key, issue.Remote);
        var saved = await ChangeAsync(record, issue, wanted, cancellationToken);
        return saved.DifferenceTo(wanted) is { } name
            ? throw new RecordRefusedException(record.Key, $"{name} stayed as it was, which Redmine does not tell", IssueFields.Remedy(name)) { Field = name }
            : saved.Remote;
    }

    private async Task<Issue> ChangeAsync(PushRecord record, Issue issue, Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var different = wanted.Where(pair => issue.Fields[pair.Key] != pair.Value);
        var body = issue.Key.Length > 0 ? fields.Body(different) : fields.BodyWithKey(different, record.Key);
        var answer = await redmine.SendAsync(HttpMethod.Put, $"issues/{issue.Id}.json", new { issue = body }, cancellationToken);
        if (!answer.IsSuccess)
            throw answer.IsCollision ? new HttpRequestException("Redmine met two writes at once") : Refusal(record, answer);
        return await ReadAsync(issue.Id, cancellationToken) ?? throw new RecordDriftedException(record.Key, null);
    }

    private async Task<Issue?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await redmine.SendAsync(HttpMethod.Get, $"issues/{Uri.EscapeDataString(id)}.json", null, cancellationToken);
        if (answer.IsSuccess)
            return Issue.Read(answer.Body!.Value.GetProperty("issue"), settings);
        return answer.Status == HttpStatusCode.NotFound ? null : throw new HttpRequestException($"issue {id} can't be read: {answer.Words}");
    }

    private async Task<IReadOnlyList<Issue>> QueryAsync(string key, int offset, CancellationToken cancellationToken)
    {
        // Without status_id=* closed issues are missing, and would be made anew.
        var path = $"issues.json?status_id=*&cf_{settings.KeyField}={Uri.EscapeDataString(key)}&sort=id:asc&limit={PageSize}&offset={offset}";
        var answer = await redmine.SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return answer.IsSuccess
            ? [.. answer.Body!.Value.GetProperty("issues").EnumerateArray().Select(item => Issue.Read(item, settings))]
            : throw new HttpRequestException($"issues can't be searched: {answer.Words}");
    }

    /// <summary>What was made with less than was asked for must not stay: the record is refused as a whole.</summary>
    private async Task UndoAsync(PushRecord record, string id, string? field, string reason, string remedy, CancellationToken cancellationToken)
    {
        var undone = await redmine.SendAsync(HttpMethod.Delete, $"issues/{id}.json", null, cancellationToken);
        throw new RecordRefusedException(record.Key, undone.IsSuccess ? reason : $"{reason}, and issue {id} could not be deleted again", remedy) { Field = field };
    }

    private RecordRefusedException Refusal(PushRecord record, RedmineAnswer answer) => answer.Status == HttpStatusCode.Forbidden
        ? new(record.Key, answer.Words, "grant this user's role 'Add issues' and 'Edit issues'")
        : new(record.Key, answer.Words, IssueFields.Remedy(fields.FieldIn(answer.Words))) { Field = fields.FieldIn(answer.Words) };
}
