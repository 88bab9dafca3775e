using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Hours: lines of timesheets, by a UUID that follows from our key; Tryton keeps it unique.</summary>
internal sealed class TimesheetLines(TrytonSettings settings) : ITrytonKind
{
    private readonly Tasks tasks = new(settings.Company);

    public ReceivedEntity Receives { get; } = new("timesheet_lines")
    {
        Fields = ["task", "agent", "day", "seconds", "description"],
        RequiredFields = ["task", "agent", "day", "seconds"],
        BatchSize = 500,
    };

    public string Model => "timesheet.line";

    public IReadOnlyDictionary<string, string> Fields { get; } = new Dictionary<string, string>
    {
        ["task"] = "work",
        ["agent"] = "employee",
        ["day"] = "date",
        ["seconds"] = "duration",
        ["description"] = "description",
    };

    public IReadOnlyList<string> Marks { get; } = ["uuid"];

    public bool CanBeSwitchedOff => false;

    public JsonArray Among(IEnumerable<string> keys) => Domain.All(Domain.Is("uuid", "in", Domain.List(keys.Select(TrytonValue.Uuid))));

    public bool Carries(JsonElement present, string key) => present.GetProperty("uuid").GetString() == TrytonValue.Uuid(key);

    public async Task<ITrytonValues> ResolveAsync(IReadOnlyList<PushRecord> records, TrytonRpc rpc, CancellationToken cancellationToken)
    {
        var codes = records.Select(record => TrytonText.Of(record, "agent")).OfType<string>().Select(agent => settings.Employees.GetValueOrDefault(agent)).OfType<string>();
        return new LineValues(
            settings,
            await FindWorksAsync(records, rpc, cancellationToken),
            await References.FindAsync(rpc, "company.employee", "party.code", codes, [Domain.Is("company", "=", settings.Company)], cancellationToken));
    }

    /// <summary>The work that hours are booked on, by the key of its task.</summary>
    private async Task<ILookup<string, int?>> FindWorksAsync(IReadOnlyList<PushRecord> records, TrytonRpc rpc, CancellationToken cancellationToken)
    {
        var keys = records.Select(record => TrytonText.Of(record, "task")).OfType<string>().Select(Tasks.WithoutBackslashes).ToHashSet(StringComparer.Ordinal);
        var found = new List<JsonElement>();
        foreach (var portion in Domain.Portions(keys))
            found.AddRange(await rpc.SearchAsync(tasks.Model, tasks.Among(portion), tasks.Marks, cancellationToken));
        var ids = found.ToDictionary(task => $"project.work,{task.GetProperty("id").GetInt32()}", task => Tasks.KeyIn(task.GetProperty("name").GetString()!));
        var works = new Dictionary<string, int>();
        foreach (var portion in Domain.Portions(ids.Keys))
            foreach (var work in await rpc.SearchAsync("timesheet.work", Domain.All(Domain.Is("origin", "in", Domain.List(portion))), ["origin"], cancellationToken))
                works[work.GetProperty("origin").GetString()!] = work.GetProperty("id").GetInt32();
        return ids.Where(task => keys.Contains(task.Value)).ToLookup(task => task.Value, task => works.TryGetValue(task.Key, out var work) ? work : (int?)null);
    }
}

/// <summary>Hours as Tryton's values.</summary>
internal sealed class LineValues(TrytonSettings settings, ILookup<string, int?> works, References employees) : ITrytonValues
{
    public JsonObject Of(PushRecord record)
    {
        var values = new JsonObject { ["uuid"] = TrytonValue.Uuid(record.Key.Value) };
        foreach (var field in record.Fields.Keys)
        {
            switch (field)
            {
                case "task": values["work"] = Work(record); break;
                case "agent": values["employee"] = Employee(record); break;
                case "day": values["date"] = Day(record); break;
                case "seconds": values["duration"] = Duration(record); break;
                case "description": values["description"] = TrytonText.Of(record, "description"); break;
            }
        }
        return values;
    }

    public JsonObject OnCreation(PushRecord record) => new() { ["company"] = settings.Company };

    private int Work(PushRecord record)
    {
        var task = TrytonText.Of(record, "task") ?? throw Refuse(record, "task", "it is booked on no task", "name one in the model");
        return works[Tasks.WithoutBackslashes(task)].ToList() switch
        {
            [] => throw Refuse(record, "task", $"Tryton has no task {task}", "see whether that task was refused, and send this again by push retry"),
            [{ } work] => work,
            [null] => throw Refuse(record, "task", $"no hours can be booked on the task {task}", "switch its timesheet on in Tryton"),
            var twins => throw Refuse(record, "task", $"{twins.Count} tasks in Tryton are called {task}", "delete all but one of them in Tryton"),
        };
    }

    private int Employee(PushRecord record)
    {
        var agent = TrytonText.Of(record, "agent") ?? throw Refuse(record, "agent", "it is nobody's", "leave such rows out in the model");
        if (!settings.Employees.TryGetValue(agent, out var code))
            throw Refuse(record, "agent", $"nobody knows which employee agent {agent} is", "write the employee's party code into the connector's settings, under employees");
        return employees.Find(record, "agent", code, "write the party code of an employee of the company into the connector's settings, under employees")!.Value;
    }

    private static JsonObject Day(PushRecord record) =>
        DateOnly.TryParseExact(TrytonText.Of(record, "day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? TrytonValue.Day(day)
            : throw Refuse(record, "day", $"{record.Fields["day"].GetRawText()} is no day", "select a date in the model");

    private static JsonObject Duration(PushRecord record) => record.Fields["seconds"] is { ValueKind: JsonValueKind.Number } seconds
        ? TrytonValue.Duration(seconds.GetDouble())
        : throw Refuse(record, "seconds", $"{record.Fields["seconds"].GetRawText()} is no number of seconds", "select a number in the model");

    private static RecordRefusedException Refuse(PushRecord record, string field, string reason, string remedy) => new(record.Key, reason, remedy) { Field = field };
}
