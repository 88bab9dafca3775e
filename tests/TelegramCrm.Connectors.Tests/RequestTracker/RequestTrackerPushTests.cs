using TelegramCrm.Connectors.RequestTracker;

namespace TelegramCrm.Connectors.Tests.RequestTracker;

[Collection(RealTracker.Tests)]
public sealed class RequestTrackerPushTests(RealTracker tracker) : HelpdeskPushTests(tracker.NextPrefix(), RequestTrackerConnector.Type)
{
    protected override IConnector Connect(HttpClient http) => new RequestTrackerConnector(tracker.Settings(comments: true), http);

    protected override IReadOnlyList<string> Subjects(string key) => [.. tracker.Tickets(key).Select(ticket => ticket.GetProperty("Subject").GetString()!)];

    protected override IReadOnlyList<string> Replies(string key) => tracker.Comments(key);

    protected override void Edit(string key, string subject) => tracker.Edit(key, new { Subject = subject });

    protected override void Delete(string key) => tracker.Delete(key);
}
