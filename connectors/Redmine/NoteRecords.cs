using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TelegramCrm.Connectors.Redmine;

/// <summary>
/// Replies as notes in an issue's journal. Our key is the issue's, a slash, and the message's; a note carries it in its last line, because it has no fields. What was said
/// can't be said otherwise: a note is written once.
/// </summary>
internal sealed class NoteRecords(RedmineClient redmine, IssueRecords issues)
{
    public const string Entity = "notes";

    public static IReadOnlyList<string> Fields { get; } = ["author", "written_at", "text"];

    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) =>
        await IssueOfAsync(key, cancellationToken) is { } issue ? await FindAsync(key, issue, cancellationToken) : null;

    public async Task<RemoteRecord> WriteAsync(PushRecord record, CancellationToken cancellationToken)
    {
        var issue = await IssueOfAsync(record.Key, cancellationToken);
        if (record.Known is { } known)
            return issue is not null && await FindAsync(record.Key, issue, cancellationToken) is not null ? known : throw new RecordDriftedException(record.Key, null);
        if (issue is null)
            throw new RecordRefusedException(record.Key, $"no issue carries the key {IssueKey(record.Key)}", "give the issue in the model of issues, too");
        var head = string.Join(", ", ((string[])["author", "written_at"]).Select(name => Text(record, name)).Where(text => text.Length > 0));
        var notes = $"{head}\n\n{Text(record, "text")}\n\n{Mark(record.Key)}".TrimStart();
        var answer = await redmine.SendAsync(HttpMethod.Put, $"issues/{issue.Id}.json", new { issue = new { notes, private_notes = false } }, cancellationToken);
        if (answer.IsCollision)
            throw new HttpRequestException("Redmine met two writes at once");
        if (!answer.IsSuccess)
            throw new RecordRefusedException(record.Key, answer.Words, "grant this user's role 'Add notes'");
        return await FindAsync(record.Key, issue, cancellationToken)
            ?? throw new RecordRefusedException(record.Key, "the note was ignored, which Redmine does not tell", "grant this user's role 'Add notes'");
    }

    /// <summary>Every note of ours in every issue of ours.</summary>
    public async IAsyncEnumerable<ListedRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var issue in issues.ListAsync(cancellationToken))
        {
            foreach (var (id, notes) in await ReadAsync(issue.Remote.Id, cancellationToken))
            {
                var last = notes.TrimEnd().Split('\n')[^1];
                if (last.StartsWith($"[{issue.Key}/", StringComparison.Ordinal) && last.EndsWith(']'))
                    yield return new ListedRecord(new ExternalKey(Entity, last[1..^1]), new RemoteRecord($"{issue.Remote.Id}/{id}"));
            }
        }
    }

    public static WriteResult RefuseRemoval(PushRecord record) => new RecordRefused(record.Key, new(record.Key, "Redmine keeps notes for good", "set \"mode\": \"upsert\", or leave notes out"));

    private async Task<RemoteRecord?> FindAsync(ExternalKey key, Issue issue, CancellationToken cancellationToken) =>
        (await ReadAsync(issue.Id, cancellationToken)).Where(note => note.Notes.Contains(Mark(key), StringComparison.Ordinal)).ToList() switch
        {
            [] => null,
            [var note] => new RemoteRecord($"{issue.Id}/{note.Id}"),
            var twins => throw new RecordRefusedException(key, $"{twins.Count} notes of issue {issue.Id} carry this key", "leave them as they are; none is written again"),
        };

    private async Task<IReadOnlyList<(string Id, string Notes)>> ReadAsync(string issue, CancellationToken cancellationToken)
    {
        var answer = await redmine.SendAsync(HttpMethod.Get, $"issues/{issue}.json?include=journals", null, cancellationToken);
        return answer.IsSuccess
            ? [.. answer.Body!.Value.GetProperty("issue").GetProperty("journals").EnumerateArray().Select(journal => (journal.GetProperty("id").ToString(), journal.GetProperty("notes").ToString()))]
            : throw new HttpRequestException($"the journal of issue {issue} can't be read: {answer.Words}");
    }

    private async Task<Issue?> IssueOfAsync(ExternalKey key, CancellationToken cancellationToken) =>
        await issues.SearchAsync(new(IssueRecords.Entity, IssueKey(key)), cancellationToken) is [var issue, ..] ? issue : null;

    private static string IssueKey(ExternalKey key) => key.Value[..Math.Max(0, key.Value.IndexOf('/', StringComparison.Ordinal))];

    private static string Mark(ExternalKey key) => $"[{key}]";

    private static string Text(PushRecord record, string field) => record.Fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
