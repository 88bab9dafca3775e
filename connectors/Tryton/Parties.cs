using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Customers: parties, by their code, which Tryton keeps unique.</summary>
internal sealed class Parties : ITrytonKind, ITrytonValues
{
    public ReceivedEntity Receives { get; } = new("parties") { Fields = ["name", "active"], RequiredFields = ["name"], BatchSize = 200 };

    public string Model => "party.party";

    public IReadOnlyDictionary<string, string> Fields { get; } = new Dictionary<string, string> { ["name"] = "name", ["active"] = "active" };

    public IReadOnlyList<string> Marks { get; } = ["code"];

    public bool CanBeSwitchedOff => true; // to delete a party that is in use succeeds, and empties the field in every project of it

    public JsonArray Among(IEnumerable<string> keys) => Domain.All(Domain.Is("code", "in", Domain.List(keys)), Domain.Inactive);

    public bool Carries(JsonElement present, string key) => present.GetProperty("code").GetString() == key;

    public Task<ITrytonValues> ResolveAsync(IReadOnlyList<PushRecord> records, TrytonRpc rpc, CancellationToken cancellationToken) => Task.FromResult<ITrytonValues>(this);

    public JsonObject Of(PushRecord record)
    {
        var values = new JsonObject { ["code"] = TrytonText.Key(record) };
        if (TrytonText.Of(record, "name") is { } name)
            values["name"] = name;
        else if (record.Fields.ContainsKey("name"))
            throw new RecordRefusedException(record.Key, "a party without a name is found by nobody", "give it one in the CRM, or select another in the model") { Field = "name" };
        if (record.Fields.TryGetValue("active", out var active) && active.ValueKind is JsonValueKind.True or JsonValueKind.False)
            values["active"] = active.GetBoolean();
        return values;
    }

    public JsonObject OnCreation(PushRecord record) => new() { ["addresses"] = new JsonArray() };
}
