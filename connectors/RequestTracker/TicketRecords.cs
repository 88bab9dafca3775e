using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace TelegramCrm.Connectors.RequestTracker;

/// <summary>
/// Tickets in Request Tracker. It answers 200 to an update that it refuses in part or whole, and 201 to a creation that leaves out what it doesn't like, so every write is
/// read back; and it guards no key, so a creation looks for a twin.
/// </summary>
internal sealed class TicketRecords(TrackerClient tracker, RequestTrackerSettings settings)
{
    public const string Entity = "tickets";
    private const int PageSize = 100;
    private const string Columns = "fields=Subject,Status,Owner,Queue,CustomFields";

    private readonly Dictionary<string, string> queues = new(StringComparer.Ordinal);

    public async Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) => await SearchAsync(key, cancellationToken) switch
    {
        [] => null,
        [var ticket] => ticket.Remote,
        var twins => throw new RecordRefusedException(key, $"{twins.Count} tickets carry this key: {string.Join(", ", twins.Select(ticket => ticket.Id))}", $"clear the field {settings.KeyField} of all but one"),
    };

    public async IAsyncEnumerable<ListedRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var page = 1; ; page++)
        {
            var tickets = await QueryAsync($"'CF.{{{settings.KeyField}}}' IS NOT NULL", page, cancellationToken);
            foreach (var ticket in tickets.Where(ticket => ticket.Key.Length > 0))
                yield return new ListedRecord(new ExternalKey(Entity, ticket.Key), ticket.Remote);
            if (tickets.Count < PageSize)
                yield break;
        }
    }

    public async Task<RemoteRecord> WriteAsync(PushRecord record, CancellationToken cancellationToken)
    {
        var wanted = await WithQueueAsync(record, new(TicketFields.Wanted(record, settings), StringComparer.Ordinal), cancellationToken);
        return record.Known is { } known ? await UpdateAsync(record, known, wanted, cancellationToken) : await CreateAsync(record, wanted, cancellationToken);
    }

    public async Task<WriteResult> RemoveAsync(PushRecord record, CancellationToken cancellationToken)
    {
        if (await ReadAsync(record.Known!.Id, cancellationToken) is null or { IsDeleted: true }) // to delete it again is an error 500
            return new RecordRemoved(record.Key);
        var answer = await tracker.SendAsync(HttpMethod.Delete, $"ticket/{record.Known.Id}", null, cancellationToken);
        return await ReadAsync(record.Known.Id, cancellationToken) is { IsDeleted: false }
            ? new RecordRefused(record.Key, new(record.Key, answer.Words, "grant this user the right DeleteTicket"))
            : new RecordRemoved(record.Key);
    }

    /// <summary>The ticket of a key, for what belongs to it.</summary>
    public async Task<Ticket?> OfKeyAsync(string key, CancellationToken cancellationToken) => await SearchAsync(new(Entity, key), cancellationToken) is [var ticket, ..] ? ticket : null;

    private async Task<RemoteRecord> CreateAsync(PushRecord record, Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var body = TicketFields.Body(wanted, settings);
        body["CustomFields"] = WithKey(body, record.Key);
        if (Given(record, TicketFields.Requestor) is { } requestor)
            body["Requestor"] = requestor;
        if (Given(record, TicketFields.Text) is { } text)
            (body["Content"], body["ContentType"]) = (text, "text/plain");
        var answer = await tracker.SendAsync(HttpMethod.Post, "ticket", body, cancellationToken);
        if (answer.Status == HttpStatusCode.BadRequest && FieldIn(answer.Words) == TicketFields.Status && body.Remove("Status"))
            answer = await tracker.SendAsync(HttpMethod.Post, "ticket", body, cancellationToken); // a lifecycle may allow to a known ticket what it refuses to a new one
        if (!answer.IsSuccess)
            throw Refusal(record, answer.Words);
        var id = answer.Body!.Value.GetProperty("id").ToString();
        var made = await ReadAsync(id, cancellationToken) ?? throw new HttpRequestException($"ticket {id} was made, and can't be read");
        if (made.Key != record.Key.Value)
            await UndoAsync(record, id, settings.KeyField, $"the field {settings.KeyField} stayed empty", $"grant this user the right SetInitialCustomField, or see which other ticket holds the key", cancellationToken);
        var words = "";
        if (Difference(made, wanted) == TicketFields.Status)
            (made, words) = await ChangeAsync(record, made, wanted, cancellationToken);
        if (Difference(made, wanted) is { } field)
            await UndoAsync(record, id, field, words.Length > 0 ? words : $"{field} became \"{made.Fields[field]}\" and not \"{wanted[field]}\"", Remedy(field), cancellationToken);
        if ((await SearchAsync(record.Key, cancellationToken)).Count > 1)
        {
            await tracker.SendAsync(HttpMethod.Delete, $"ticket/{id}", null, cancellationToken); // somebody was faster: the engine will find theirs
            throw new HttpRequestException($"ticket {id} was one of two with the key {record.Key}, and is deleted again");
        }
        return made.Remote;
    }

    private async Task<RemoteRecord> UpdateAsync(PushRecord record, RemoteRecord known, Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        // A ticket that was merged into another answers with the other's number, and has lost its key; one that somebody gave another key is no longer ours.
        if (await ReadAsync(known.Id, cancellationToken) is not { IsDeleted: false } ticket || ticket.Id != known.Id || (ticket.Key.Length > 0 && ticket.Key != record.Key.Value))
            throw new RecordDriftedException(record.Key, null);
        if (Difference(ticket, wanted) is null && ticket.Key.Length > 0)
            return ticket.Remote;
        if (known.Revision is { } revision && FieldRevision.Differ(revision, ticket.Remote.Revision!, wanted.Keys))
            throw new RecordDriftedException(record.Key, ticket.Remote);
        var (saved, words) = await ChangeAsync(record, ticket, wanted, cancellationToken);
        return Difference(saved, wanted) is { } field
            ? throw new RecordRefusedException(record.Key, words.Length > 0 ? words : $"{field} stayed \"{saved.Fields[field]}\"", Remedy(field)) { Field = field }
            : saved.Remote;
    }

    private async Task<(Ticket Saved, string Words)> ChangeAsync(PushRecord record, Ticket ticket, Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var body = TicketFields.Body(wanted.Where(field => ticket.Fields[field.Key] != field.Value), settings);
        if (ticket.Key.Length == 0)
            body["CustomFields"] = WithKey(body, record.Key);
        var answer = await tracker.SendAsync(HttpMethod.Put, $"ticket/{ticket.Id}", body, cancellationToken, ticket.Tag);
        if (answer.Status == HttpStatusCode.PreconditionFailed)
            throw new HttpRequestException($"ticket {ticket.Id} was changed at the same moment");
        if (!answer.IsSuccess)
            throw Refusal(record, answer.Words);
        return (await ReadAsync(ticket.Id, cancellationToken) ?? throw new RecordDriftedException(record.Key, null), answer.Words);
    }

    private Dictionary<string, string> WithKey(Dictionary<string, object> body, ExternalKey key) =>
        new(body.TryGetValue("CustomFields", out var custom) ? (Dictionary<string, string>)custom : []) { [settings.KeyField] = key.Value };

    private async Task<Ticket?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await tracker.SendAsync(HttpMethod.Get, $"ticket/{Uri.EscapeDataString(id)}", null, cancellationToken);
        return answer.IsSuccess ? Ticket.Read(answer.Body!.Value, settings, answer.Tag) : null;
    }

    private async Task<IReadOnlyList<Ticket>> SearchAsync(ExternalKey key, CancellationToken cancellationToken)
    {
        var quoted = key.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        // TicketSQL compares without regard to case: look at the key of each.
        return [.. (await QueryAsync($"'CF.{{{settings.KeyField}}}' = '{quoted}'", 1, cancellationToken)).Where(ticket => ticket.Key == key.Value)];
    }

    private async Task<IReadOnlyList<Ticket>> QueryAsync(string query, int page, CancellationToken cancellationToken)
    {
        var answer = await tracker.SendAsync(HttpMethod.Get, $"tickets?query={Uri.EscapeDataString(query)}&{Columns}&orderby=id&per_page={PageSize}&page={page}", null, cancellationToken);
        return answer.IsSuccess
            ? [.. answer.Body!.Value.GetProperty("items").EnumerateArray().Select(item => Ticket.Read(item, settings))]
            : throw new HttpRequestException($"Request Tracker does not search: {answer.Words}");
    }

    /// <summary>A ticket tells its queue's number: it is asked for once a name.</summary>
    private async Task<Dictionary<string, string>> WithQueueAsync(PushRecord record, Dictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        var name = wanted.GetValueOrDefault(TicketFields.Queue) ?? (record.Known is null ? settings.Queue : null);
        if (name is null)
            return wanted;
        if (!queues.TryGetValue(name, out var id))
        {
            var answer = await tracker.SendAsync(HttpMethod.Get, $"queue/{Uri.EscapeDataString(name)}", null, cancellationToken);
            if (!answer.IsSuccess)
                throw new RecordRefusedException(record.Key, $"queue {name}: {answer.Words}", Remedy(TicketFields.Queue)) { Field = TicketFields.Queue };
            queues[name] = id = answer.Body!.Value.GetProperty("id").ToString();
        }
        wanted[TicketFields.Queue] = id;
        return wanted;
    }

    /// <summary>What was made with less than was asked for must not stay: the record is refused as a whole.</summary>
    private async Task UndoAsync(PushRecord record, string id, string field, string reason, string remedy, CancellationToken cancellationToken)
    {
        var undone = await tracker.SendAsync(HttpMethod.Delete, $"ticket/{id}", null, cancellationToken);
        throw new RecordRefusedException(record.Key, undone.IsSuccess ? reason : $"{reason}, and ticket {id} could not be deleted again", remedy) { Field = field };
    }

    private RecordRefusedException Refusal(PushRecord record, string words) => new(record.Key, words, Remedy(FieldIn(words) ?? "")) { Field = FieldIn(words) };

    private string? FieldIn(string words) => TicketFields.Own.Concat(settings.CustomFields.Keys).FirstOrDefault(field => words.Contains(field, StringComparison.OrdinalIgnoreCase));

    private static string? Difference(Ticket ticket, Dictionary<string, string> wanted) =>
        wanted.Where(field => ticket.Fields[field.Key] != field.Value).Select(field => field.Key).FirstOrDefault();

    private static string Remedy(string field) => field switch
    {
        TicketFields.Status => "map one of the statuses of the queue's lifecycle",
        TicketFields.Owner => "map the name of a user who may own tickets in the queue",
        TicketFields.Queue => "map a queue's name, and grant this user SeeQueue and CreateTicket there",
        _ => "map a value that the field takes, and grant this user ModifyTicket and ModifyCustomField",
    };

    private static string? Given(PushRecord record, string field) =>
        record.Fields.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value.ToString() : null;
}
