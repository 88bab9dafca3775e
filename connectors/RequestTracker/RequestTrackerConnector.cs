using System.Net;

namespace TelegramCrm.Connectors.RequestTracker;

/// <summary>Keeps a ticket of Request Tracker 5 for each of ours, found by a custom field, and writes replies as comments where that is wanted.</summary>
public sealed class RequestTrackerConnector : IConnector, IRecordRemoval, IRecordListing
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "request-tracker";

    private const string NoSuchName = "no such name, asked for by a check";

    private readonly RequestTrackerSettings settings;
    private readonly TrackerClient tracker;
    private readonly TicketRecords tickets;
    private readonly CommentRecords comments;

    /// <summary>Makes the connector; nothing is sent yet.</summary>
    /// <param name="settings">Which tracker, as whom, and where our key stands.</param>
    /// <param name="http">Keeps the limits of the target.</param>
    public RequestTrackerConnector(RequestTrackerSettings settings, HttpClient http)
    {
        this.settings = settings;
        tracker = new(http, settings);
        tickets = new(tracker, settings);
        comments = new(tracker, tickets);
        var ticketFields = new ReceivedEntity(TicketRecords.Entity) { Fields = [.. TicketFields.Own, .. settings.CustomFields.Keys], RequiredFields = [TicketFields.Subject] };
        var commentFields = new ReceivedEntity(CommentRecords.Entity) { Fields = CommentRecords.Fields, RequiredFields = ["text"] };
        Receives = settings.WritesComments ? [ticketFields, commentFields] : [ticketFields];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives { get; }

    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        var queue = await tracker.SendAsync(HttpMethod.Get, $"queue/{Uri.EscapeDataString(settings.Queue)}", null, cancellationToken);
        if (!queue.IsSuccess)
            return CheckResult.NotReady($"queue {settings.Queue}: {queue.Words}; name a queue, and grant this user SeeQueue there");
        var fields = queue.Body!.Value.GetProperty("TicketCustomFields").EnumerateArray().Select(field => field.GetProperty("name").GetString()).ToList();
        if (settings.CustomFields.Values.Prepend(settings.KeyField).FirstOrDefault(field => !fields.Contains(field)) is { } missing)
            return CheckResult.NotReady($"queue {settings.Queue} has no custom field {missing} that this user sees; make it, apply it to the queue, and grant SeeCustomField");
        // Both are refused for the name they carry, or for the missing right before that; neither writes anything.
        var creation = await tracker.SendAsync(HttpMethod.Post, "ticket", new { settings.Queue, Subject = NoSuchName, Status = NoSuchName }, cancellationToken);
        if (creation.Status != HttpStatusCode.BadRequest || !creation.Words.Contains(NoSuchName, StringComparison.Ordinal))
            return CheckResult.NotReady($"{creation.Words}; grant this user the right CreateTicket");
        var change = await FirstTicketAsync(cancellationToken) is { } id ? await tracker.SendAsync(HttpMethod.Put, $"ticket/{id}", new { Queue = NoSuchName }, cancellationToken) : null;
        return change?.Words.Contains("Permission Denied", StringComparison.Ordinal) == true
            ? CheckResult.NotReady($"{change.Words}; grant this user the right ModifyTicket")
            : CheckResult.Ready($"queue {settings.Queue}: tickets may be created{(change is null ? "; whether they may be changed shows with the first" : " and changed")}");
    }

    /// <inheritdoc/>
    public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) =>
        key.Entity == CommentRecords.Entity ? comments.FindAsync(key, cancellationToken) : tickets.FindAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) =>
        batch.WriteEachAsync(batch.Entity == CommentRecords.Entity ? comments.WriteAsync : tickets.WriteAsync, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WriteResult>> RemoveAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        var results = new List<WriteResult>(batch.Records.Count);
        foreach (var record in batch.Records)
            results.Add(batch.Entity == CommentRecords.Entity ? CommentRecords.RefuseRemoval(record) : await tickets.RemoveAsync(record, cancellationToken));
        return results;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ListedRecord> ListAsync(string entity, CancellationToken cancellationToken) =>
        entity == CommentRecords.Entity ? comments.ListAsync(cancellationToken) : tickets.ListAsync(cancellationToken);

    private async Task<string?> FirstTicketAsync(CancellationToken cancellationToken)
    {
        var query = Uri.EscapeDataString($"Queue = '{settings.Queue.Replace("'", "\\'", StringComparison.Ordinal)}'");
        var found = await tracker.SendAsync(HttpMethod.Get, $"tickets?query={query}&per_page=1", null, cancellationToken);
        return found.IsSuccess ? found.Body!.Value.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").ToString()).FirstOrDefault() : null;
    }
}
