using System.Globalization;
using System.Text.Json;

namespace TelegramCrm.Connectors.Redmine;

/// <summary>The mapped fields of an issue: what may be given, and how Redmine is told.</summary>
internal sealed class IssueFields(RedmineClient redmine, RedmineSettings settings)
{
    public const string Subject = "subject";
    public const string Description = "description";
    public const string Status = "status";
    public const string Priority = "priority";
    public const string Assignee = "assignee";

    /// <summary>Those that every Redmine has.</summary>
    public static IReadOnlyList<string> Own { get; } = [Subject, Description, Status, Priority, Assignee];

    /// <summary>What an issue is to hold, names replaced by numbers. What is not given here stays as it is.</summary>
    /// <exception cref="RecordRefusedException">Nothing in Redmine has that name: it would be ignored without a word.</exception>
    public async Task<Dictionary<string, string>> WantedAsync(PushRecord record, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in record.Fields)
        {
            var isGiven = value.ValueKind != JsonValueKind.Null;
            if (isGiven && value.ToString() is var text)
                wanted[name] = await NumberAsync(name, text, cancellationToken) ?? throw new RecordRefusedException(record.Key, $"Redmine has no {name} \"{text}\"", Remedy(name)) { Field = name };
            else if (name is Description or Assignee || settings.CustomFields.ContainsKey(name)) // these can be empty
                wanted[name] = "";
        }
        return wanted;
    }

    /// <summary>The fields as a create or an update names them.</summary>
    public Dictionary<string, object> Body(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var body = new Dictionary<string, object>(StringComparer.Ordinal);
        var custom = new List<object>();
        foreach (var (name, value) in fields)
        {
            if (settings.CustomFields.TryGetValue(name, out var id))
                custom.Add(new { id, value });
            else
                body[name switch { Status => "status_id", Priority => "priority_id", Assignee => "assigned_to_id", _ => name }] = value;
        }
        body["custom_fields"] = custom;
        return body;
    }

    /// <summary>The same with our key.</summary>
    public Dictionary<string, object> BodyWithKey(IEnumerable<KeyValuePair<string, string>> fields, ExternalKey key)
    {
        var body = Body(fields);
        ((List<object>)body["custom_fields"]).Add(new { id = settings.KeyField, value = key.Value });
        return body;
    }

    /// <summary>The mapped field that words of Redmine's speak of; null when they don't say.</summary>
    public string? FieldIn(string words) => words.Contains("Assignee", StringComparison.OrdinalIgnoreCase)
        ? Assignee
        : Own.Concat(settings.CustomFields.Keys).FirstOrDefault(name => words.Contains(name.Replace('_', ' '), StringComparison.OrdinalIgnoreCase));

    /// <summary>What to do about a field that Redmine doesn't take.</summary>
    public static string Remedy(string? field) => field switch
    {
        Status => "map a status that the workflow allows this user's role for the tracker",
        Assignee => "map the name or number of a member of the project",
        Priority => "map one of the priorities under Administration, Enumerations",
        Subject => "map a subject of 1 to 255 characters: left(subject, 255)",
        _ => "map a value that Redmine takes",
    };

    private async Task<string?> NumberAsync(string name, string text, CancellationToken cancellationToken) => name switch
    {
        Status => await redmine.NumberOfAsync("issue_statuses.json", "issue_statuses", text, cancellationToken),
        Priority => await redmine.NumberOfAsync("enumerations/issue_priorities.json", "issue_priorities", text, cancellationToken),
        Assignee when !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
            await redmine.NumberOfAsync($"projects/{Uri.EscapeDataString(settings.Project)}/memberships.json?limit=100", "memberships", text, cancellationToken),
        _ => text,
    };
}
