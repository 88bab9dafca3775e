using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tests.Odoo;

/// <summary>The records of the double: a handful of models, each field with the type that it has in Odoo.</summary>
internal sealed class DoubleTables
{
    public const int Project = 1;

    public static readonly IReadOnlyList<int> Employees = [2, 3];

    private static readonly Dictionary<string, Dictionary<string, string>> Types = new()
    {
        ["res.partner"] = new() { ["name"] = "char", ["ref"] = "char", ["comment"] = "char", ["active"] = "boolean" },
        ["project.project"] = new() { ["name"] = "char", ["active"] = "boolean" },
        ["project.task"] = new() { ["name"] = "char", ["project_id"] = "project.project", ["partner_id"] = "res.partner", ["state"] = "01_in_progress,1_done,1_canceled", ["priority"] = "0,1", ["active"] = "boolean" },
        ["account.analytic.line"] = new() { ["name"] = "char", ["date"] = "date", ["unit_amount"] = "float", ["task_id"] = "project.task", ["employee_id"] = "hr.employee.public" },
        ["hr.employee.public"] = new() { ["name"] = "char" },
        ["ir.model.data"] = new() { ["module"] = "char", ["name"] = "char", ["res_id"] = "integer" },
    };

    private readonly Dictionary<string, SortedDictionary<int, JsonObject>> rows = Types.Keys.ToDictionary(model => model, _ => new SortedDictionary<int, JsonObject>());
    private readonly Dictionary<string, (string Model, int Id)> externalIds = [];

    public DoubleTables()
    {
        rows["project.project"][Project] = new() { ["name"] = "Support", ["active"] = true };
        foreach (var (id, name) in Employees.Zip((string[])["ann", "bob"]))
            rows["hr.employee.public"][id] = new() { ["name"] = name };
    }

    public static JsonObject FieldsGet(string model) => new(Types[model].Keys.Append("id").Select(field => KeyValuePair.Create(field, (JsonNode?)new JsonObject { ["type"] = "char" })));

    public JsonArray SearchRead(string model, JsonArray domain, JsonArray fields, bool seesArchived, string user)
    {
        if (model == "ir.model.data")
            return user == "admin" ? SearchExternalIds(domain) : throw new DoubleErrorException(403, "odoo.exceptions.AccessError", "You are not allowed to access 'Model Data' (ir.model.data) records.");
        return [.. rows[model].Where(row => (seesArchived || IsActive(row.Value)) && domain.All(term => Fits(row, term!.AsArray()))).Select(row => Read(model, row.Key, fields))];
    }

    public JsonArray Reference(string externalId, bool seesArchived) => externalIds.TryGetValue(externalId, out var record)
        ? new(record.Model, rows[record.Model].TryGetValue(record.Id, out var row) && (seesArchived || IsActive(row)) ? record.Id : false)
        : throw new DoubleErrorException(500, "builtins.ValueError", $"External ID not found in the system: {externalId}");

    public int Create(string model, JsonObject values)
    {
        var id = rows[model].Keys.LastOrDefault() + 1;
        rows[model][id] = values.DeepClone().AsObject();
        if (Types[model].ContainsKey("active"))
            rows[model][id].TryAdd("active", true);
        return id;
    }

    public bool Write(string model, JsonArray ids, JsonObject values)
    {
        foreach (var id in Existing(model, ids))
            foreach (var (field, value) in values)
                rows[model][id][field] = value?.DeepClone();
        return true;
    }

    public bool Unlink(string model, JsonArray ids)
    {
        foreach (var id in Existing(model, ids))
        {
            rows[model].Remove(id);
            foreach (var (externalId, _) in externalIds.Where(known => known.Value == (model, id)).ToList())
                externalIds.Remove(externalId);
        }
        return true;
    }

    /// <summary>All rows or none: a failure is an answer like any other.</summary>
    public JsonObject Load(string model, JsonArray fields, JsonArray data, string user)
    {
        var messages = new JsonArray();
        var loaded = new List<(string? ExternalId, int? Id, JsonObject Values)>();
        for (var index = 0; index < data.Count; index++)
        {
            var row = fields.Zip(data[index]!.AsArray()).ToDictionary(cell => (string)cell.First!, cell => cell.Second!.GetValueKind() == JsonValueKind.False ? "" : (string)cell.Second!);
            var conversion = new DoubleLoad(Types[model], Resolve);
            loaded.Add((row.GetValueOrDefault("id"), row.TryGetValue(".id", out var id) ? int.Parse(id, CultureInfo.InvariantCulture) : null, conversion.Convert(row)));
            foreach (var message in conversion.Messages.Concat(Objections(model, loaded[^1].Values, loaded[^1].ExternalId, user)))
            {
                message["record"] = index;
                messages.Add(message);
            }
        }
        if (messages.Count > 0)
            return new() { ["ids"] = false, ["messages"] = messages, ["nextrow"] = 0 };
        return new() { ["ids"] = new JsonArray([.. loaded.Select(row => (JsonNode)Save(model, row.ExternalId, row.Id, row.Values))]), ["messages"] = new JsonArray(), ["nextrow"] = 0 };
    }

    private int Save(string model, string? externalId, int? known, JsonObject values)
    {
        if ((known ?? (externalIds.TryGetValue(externalId!, out var record) && rows[model].ContainsKey(record.Id) ? record.Id : null)) is { } id)
            Write(model, [id], values);
        else
            externalIds[externalId!] = (model, id = Create(model, values));
        return id;
    }

    private static IEnumerable<JsonObject> Objections(string model, JsonObject values, string? externalId, string user)
    {
        if (user == "reader" && model != "project.task")
            yield return DoubleLoad.Error("You are not allowed to create 'Contact' (res.partner) records.\n\nThis operation is allowed for the following groups:\n\t- Contact/Creation\n\nContact your administrator to request access if necessary.");
        if (model == "res.partner" && values["name"]?.GetValueKind() == JsonValueKind.False)
            yield return DoubleLoad.Error("Contacts require a name");
        if (externalId?.Contains(' ', StringComparison.Ordinal) == true)
            yield return DoubleLoad.Error("new row for relation \"ir_model_data\" violates check constraint \"ir_model_data_name_nospaces\"");
        if (values.Any(value => value.Value is JsonValue text && text.TryGetValue(out string? said) && said.Contains('\0', StringComparison.Ordinal)))
            yield return DoubleLoad.Error("Unknown error during import: <class 'ValueError'>: A string literal cannot contain NUL (0x00) characters.");
    }

    private int? Resolve(string model, string reference, bool isExternal) => isExternal
        ? externalIds.TryGetValue(reference, out var record) && record.Model == model ? record.Id : null
        : int.TryParse(reference, out var id) && rows[model].ContainsKey(id) ? id : null;

    private JsonArray SearchExternalIds(JsonArray domain) => [.. externalIds
        .Select(known => new JsonObject { ["module"] = known.Key.Split('.', 2)[0], ["name"] = known.Key.Split('.', 2)[1], ["res_id"] = known.Value.Id })
        .Where(known => domain.All(term => Fits(new(0, known), term!.AsArray())))];

    private JsonObject Read(string model, int id, JsonArray fields)
    {
        var read = new JsonObject { ["id"] = id };
        foreach (var field in fields.Select(field => (string)field!))
        {
            var value = rows[model][id][field];
            var isReference = value?.GetValueKind() == JsonValueKind.Number && rows.ContainsKey(Types[model][field]);
            read[field] = isReference ? new JsonArray((int)value!, "display name") : value?.DeepClone() ?? false;
        }
        return read;
    }

    private IEnumerable<int> Existing(string model, JsonArray ids) => ids.Select(id => rows[model].ContainsKey((int)id!)
        ? (int)id!
        : throw new DoubleErrorException(404, "odoo.exceptions.MissingError", $"Record does not exist or has been deleted.\n(Record: {model}({id},), User: 5)"));

    private static bool Fits(KeyValuePair<int, JsonObject> row, JsonArray term)
    {
        var held = (string)term[0]! == "id" ? row.Key : row.Value[(string)term[0]!];
        return (string)term[1]! == "in" ? term[2]!.AsArray().Any(wanted => JsonNode.DeepEquals(wanted, held)) : JsonNode.DeepEquals(term[2], held);
    }

    private static bool IsActive(JsonObject row) => row["active"] is not JsonValue active || active.GetValue<bool>();
}
