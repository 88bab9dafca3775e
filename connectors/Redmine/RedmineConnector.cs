using System.Globalization;
using System.Text.Json;

namespace TelegramCrm.Connectors.Redmine;

/// <summary>Keeps an issue of Redmine for each ticket of ours, found by a custom field, and writes replies as notes where that is wanted.</summary>
public sealed class RedmineConnector : IConnector, IRecordRemoval, IRecordListing
{
    /// <summary>What the configuration calls this connector.</summary>
    public const string Type = "redmine";

    private readonly RedmineSettings settings;
    private readonly RedmineClient redmine;
    private readonly IssueRecords issues;
    private readonly NoteRecords notes;

    /// <summary>Makes the connector; nothing is sent yet.</summary>
    /// <param name="settings">Which Redmine, as whom, and where our key stands.</param>
    /// <param name="http">Keeps the limits of the target.</param>
    public RedmineConnector(RedmineSettings settings, HttpClient http)
    {
        this.settings = settings;
        redmine = new(http, settings);
        issues = new(redmine, new(redmine, settings), settings);
        notes = new(redmine, issues);
        var issueFields = new ReceivedEntity(IssueRecords.Entity) { Fields = [.. IssueFields.Own, .. settings.CustomFields.Keys], RequiredFields = [IssueFields.Subject] };
        var noteFields = new ReceivedEntity(NoteRecords.Entity) { Fields = NoteRecords.Fields, RequiredFields = ["text"] };
        Receives = settings.WritesNotes ? [issueFields, noteFields] : [issueFields];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReceivedEntity> Receives { get; }

    /// <inheritdoc/>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        var me = (await redmine.SendAsync(HttpMethod.Get, "users/current.json?include=memberships", null, cancellationToken)).Body!.Value.GetProperty("user");
        var project = await redmine.SendAsync(HttpMethod.Get, $"projects/{Uri.EscapeDataString(settings.Project)}.json", null, cancellationToken);
        if (!project.IsSuccess)
            return CheckResult.NotReady($"project {settings.Project}: {project.Words}; correct its identifier, or make this user a member");
        var wanted = (string[])["add_issues", "edit_issues", .. settings.WritesNotes ? (string[])["add_issue_notes"] : []];
        if (me.GetProperty("admin").ValueKind != JsonValueKind.True)
        {
            var held = await PermissionsAsync(me, project.Body!.Value.GetProperty("project").GetProperty("id").GetInt32(), cancellationToken);
            if (Array.Find(wanted, permission => !held.Contains(permission)) is { } missing)
                return CheckResult.NotReady($"this user lacks the permission {missing} in project {settings.Project}; grant it to a role of the user there");
        }
        if (await redmine.NumberOfAsync("trackers.json", "trackers", settings.Tracker, cancellationToken) is null)
            return CheckResult.NotReady($"there is no tracker \"{settings.Tracker}\"; write one of Redmine's in the setting tracker");
        _ = await issues.SearchAsync(new(IssueRecords.Entity, "no issue has this key"), cancellationToken); // fails when the filter is ignored
        return CheckResult.Ready($"project {settings.Project}: issues may be added and edited as {me.GetProperty("login").GetString()}");
    }

    /// <inheritdoc/>
    public Task<RemoteRecord?> FindAsync(ExternalKey key, CancellationToken cancellationToken) =>
        key.Entity == NoteRecords.Entity ? notes.FindAsync(key, cancellationToken) : issues.FindAsync(key, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<WriteResult>> WriteAsync(PushBatch batch, CancellationToken cancellationToken) =>
        batch.WriteEachAsync(batch.Entity == NoteRecords.Entity ? notes.WriteAsync : issues.WriteAsync, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WriteResult>> RemoveAsync(PushBatch batch, CancellationToken cancellationToken)
    {
        var results = new List<WriteResult>(batch.Records.Count);
        foreach (var record in batch.Records)
            results.Add(batch.Entity == NoteRecords.Entity ? NoteRecords.RefuseRemoval(record) : await issues.RemoveAsync(record, cancellationToken));
        return results;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<ListedRecord> ListAsync(string entity, CancellationToken cancellationToken) =>
        entity == NoteRecords.Entity ? notes.ListAsync(cancellationToken) : issues.ListAsync(cancellationToken);

    private async Task<HashSet<string>> PermissionsAsync(JsonElement user, int project, CancellationToken cancellationToken)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in user.GetProperty("memberships").EnumerateArray().Where(membership => membership.GetProperty("project").GetProperty("id").GetInt32() == project)
            .SelectMany(membership => membership.GetProperty("roles").EnumerateArray()))
        {
            var answer = await redmine.SendAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"roles/{role.GetProperty("id").GetInt32()}.json"), null, cancellationToken);
            if (answer.IsSuccess)
                held.UnionWith(answer.Body!.Value.GetProperty("role").GetProperty("permissions").EnumerateArray().Select(permission => permission.GetString()!));
        }
        return held;
    }
}
