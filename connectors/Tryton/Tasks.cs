using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Tickets: tasks of projects. Tryton has no key for them, so the name begins with ours; nobody but us may make tasks of such names.</summary>
internal sealed class Tasks(int company) : ITrytonKind
{
    /// <summary>What stands between key and subject in a name.</summary>
    public const string Separator = ": ";

    public ReceivedEntity Receives { get; } = new("tasks") { Fields = ["subject", "project", "party", "status"], RequiredFields = ["subject", "project"], BatchSize = 100 };

    public string Model => "project.work";

    public IReadOnlyDictionary<string, string> Fields { get; } =
        new Dictionary<string, string> { ["subject"] = "name", ["project"] = "parent", ["party"] = "party", ["status"] = "status" };

    public IReadOnlyList<string> Marks { get; } = ["name"];

    public bool CanBeSwitchedOff => false;

    // In any project: a ticket that moved to another one is the same task.
    public JsonArray Among(IEnumerable<string> keys) => Domain.All(
        Domain.Is("type", "=", "task"),
        Domain.Is("company", "=", company),
        Domain.Any(keys.Select(WithoutBackslashes).SelectMany(key => (JsonArray[])[Domain.Is("name", "=", key), Domain.Is("name", "like", $"{key}{Separator}%")])));

    public bool Carries(JsonElement present, string key) => KeyIn(present.GetProperty("name").GetString()!) == WithoutBackslashes(key);

    public async Task<ITrytonValues> ResolveAsync(IReadOnlyList<PushRecord> records, TrytonRpc rpc, CancellationToken cancellationToken) => new TaskValues(
        company,
        await References.FindAsync(rpc, Model, "name", Named(records, "project"), [Domain.Is("type", "=", "project"), Domain.Is("company", "=", company)], cancellationToken),
        await References.FindAsync(rpc, "party.party", "code", Named(records, "party"), [Domain.Inactive], cancellationToken),
        await References.FindAsync(rpc, "project.work.status", "name", Named(records, "status"), [], cancellationToken));

    /// <summary>The name of a ticket's task.</summary>
    public static string NameOf(string key, string? subject) => WithoutBackslashes(subject is null ? key : $"{key}{Separator}{subject}");

    /// <summary>The key that a task's name begins with.</summary>
    public static string KeyIn(string name) => name.Split(Separator, 2)[0];

    /// <summary>No name of a task may have a backslash, because Tryton writes one between project and task: a wide one stands in for it.</summary>
    public static string WithoutBackslashes(string text) => text.Replace('\\', '\uff3c');

    private static IEnumerable<string> Named(IEnumerable<PushRecord> records, string field) =>
        records.Select(record => record.Fields.GetValueOrDefault(field)).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!);
}

/// <summary>Tickets as Tryton's values.</summary>
internal sealed class TaskValues(int company, References projects, References parties, References statuses) : ITrytonValues
{
    public JsonObject Of(PushRecord record)
    {
        var key = TrytonText.Key(record);
        if (key.Contains(Tasks.Separator, StringComparison.Ordinal))
            throw new RecordRefusedException(record.Key, "the key has a colon and a blank, which end the key in the name of a task", "make the key of other characters in the model");
        var values = new JsonObject { ["name"] = Tasks.NameOf(key, TrytonText.Of(record, "subject")) };
        if (record.Fields.ContainsKey("project"))
            values["parent"] = projects.Find(record, "project", TrytonText.Of(record, "project"), "make the project in Tryton")
                ?? throw new RecordRefusedException(record.Key, "it belongs to no project", "name one in the model") { Field = "project" };
        if (record.Fields.ContainsKey("party"))
            values["party"] = parties.Find(record, "party", TrytonText.Of(record, "party"), "see whether that party was refused, and send this again by push retry");
        if (statuses.Find(record, "status", TrytonText.Of(record, "status"), "map one of Tryton's own statuses") is { } status)
        {
            values["status"] = status;
            if (statuses.Of(status).GetProperty("progress") is { ValueKind: JsonValueKind.Number } progress)
                values["progress"] = progress.GetDouble(); // a status that asks for it can't be set without
        }
        return values;
    }

    public JsonObject OnCreation(PushRecord record) => new() { ["type"] = "task", ["company"] = company, ["timesheet_available"] = true };
}
