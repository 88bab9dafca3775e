using TelegramCrm.Connectors.Redmine;

namespace TelegramCrm.Connectors.Tests.Redmine;

[Collection(RealRedmine.Tests)]
public sealed class RedminePushTests(RealRedmine redmine) : HelpdeskPushTests(redmine.NextPrefix(), RedmineConnector.Type)
{
    protected override IConnector Connect(HttpClient http) => new RedmineConnector(redmine.Settings(notes: true), http);

    protected override IReadOnlyList<string> Subjects(string key) => [.. redmine.Issues(key).Select(issue => issue.GetProperty("subject").GetString()!)];

    protected override IReadOnlyList<string> Replies(string key) => redmine.Notes(key);

    protected override void Edit(string key, string subject) => redmine.Edit(key, new { subject });

    protected override void Delete(string key) => redmine.Delete(key);
}
