using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TelegramCrm.Connectors.RequestTracker;

/// <summary>
/// Replies as comments, which Request Tracker mails to nobody outside. Our key is the ticket's, a slash, and the message's; a comment carries it in its last line, because
/// a comment has no fields. What was said can't be said otherwise: a comment is written once.
/// </summary>
internal sealed class CommentRecords(TrackerClient tracker, TicketRecords tickets)
{
    public const string Entity = "comments";

    public static IReadOnlyList<string> Fields { get; } = ["author", "written_at", "text"];

    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        if (await tickets.OfKeyAsync(TicketOf(key), cancellationToken) is not { } ticket)
            return null;
        var found = new List<string>();
        await foreach (var (id, content) in ReadAsync(ticket.Id, cancellationToken))
        {
            if (content.Contains(Mark(key), StringComparison.Ordinal))
                found.Add(id);
        }
        return found switch
        {
            [] => null,
            [var id] => new RemoteRecord($"{ticket.Id}/{id}"),
            _ => throw new RecordRefusedException(key, $"{found.Count} comments of ticket {ticket.Id} carry this key", "leave them as they are; none is written again"),
        };
    }

    public async Task<RemoteRecord> WriteAsync(PushRecord record, CancellationToken cancellationToken)
    {
        if (record.Known is { } known)
        {
            return await FindAsync(record.Key, cancellationToken) is not null
                ? known
                : throw new RecordDriftedException(record.Key, null);
        }
        if (await tickets.OfKeyAsync(TicketOf(record.Key), cancellationToken) is not { } ticket)
            throw new RecordRefusedException(record.Key, $"no ticket carries the key {TicketOf(record.Key)}", "give the ticket in the model of tickets, too");
        var content = $"{string.Join(", ", ((string[])["author", "written_at"]).Select(field => Text(record, field)).Where(text => text.Length > 0))}\n\n{Text(record, "text")}\n\n{Mark(record.Key)}";
        var answer = await tracker.SendAsync(HttpMethod.Post, $"ticket/{ticket.Id}/comment", new { Content = content.TrimStart(), ContentType = "text/plain" }, cancellationToken);
        if (!answer.IsSuccess)
            throw new RecordRefusedException(record.Key, answer.Words, "grant this user the right CommentOnTicket");
        return await FindAsync(record.Key, cancellationToken) ?? throw new HttpRequestException($"the comment on ticket {ticket.Id} was taken, and is not there");
    }

    /// <summary>Every comment of every ticket of ours.</summary>
    public async IAsyncEnumerable<ListedRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var ticket in tickets.ListAsync(cancellationToken))
        {
            await foreach (var (id, content) in ReadAsync(ticket.Remote.Id, cancellationToken))
            {
                if (content.TrimEnd().Split('\n')[^1] is { } last && last.StartsWith('[') && last.EndsWith(']') && last[1..^1].StartsWith($"{ticket.Key.Value}/", StringComparison.Ordinal))
                    yield return new ListedRecord(new ExternalKey(Entity, last[1..^1]), new RemoteRecord($"{ticket.Remote.Id}/{id}"));
            }
        }
    }

    public static WriteResult RefuseRemoval(PushRecord record) => new RecordRefused(record.Key, new(record.Key, "Request Tracker keeps comments for good", "set \"mode\": \"upsert\", or leave comments out"));

    private async IAsyncEnumerable<(string Id, string Content)> ReadAsync(string ticket, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var answer = await tracker.SendAsync(HttpMethod.Get, $"ticket/{ticket}/attachments?fields=TransactionId,Content&per_page=100&page={page}", null, cancellationToken);
            if (!answer.IsSuccess)
                throw new HttpRequestException($"the comments of ticket {ticket} can't be read: {answer.Words}");
            var items = answer.Body!.Value.GetProperty("items").EnumerateArray().ToList();
            foreach (var item in items) // what a ticket was made with, and mail, stand among them
                yield return (item.GetProperty("TransactionId").ToString(), item.GetProperty("Content").ToString());
            if (items.Count < 100)
                yield break;
        }
    }

    private static string TicketOf(ExternalKey key) => key.Value[..Math.Max(0, key.Value.IndexOf('/', StringComparison.Ordinal))];

    private static string Mark(ExternalKey key) => $"[{key}]";

    private static string Text(PushRecord record, string field) => record.Fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : "";
}
