using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Finds, reads, makes and changes records of one kind.</summary>
internal sealed class TrytonRecords(TrytonRpc rpc, ITrytonKind kind)
{
    private string[] Fields => [.. kind.Fields.Values, .. kind.Marks, "_timestamp"];

    /// <summary>The records that carry some keys or have some ids.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(IEnumerable<string> keys, IEnumerable<int> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<int, JsonElement>();
        foreach (var portion in Domain.Portions(keys))
            Add(await rpc.SearchAsync(kind.Model, kind.Among(portion), Fields, cancellationToken));
        foreach (var portion in Domain.Portions(ids.Where(id => !found.ContainsKey(id))))
        {
            var byId = Domain.All(Domain.Is("id", "in", Domain.List(portion)));
            if (kind.CanBeSwitchedOff)
                byId.Add(Domain.Inactive);
            Add(await rpc.SearchAsync(kind.Model, byId, Fields, cancellationToken));
        }
        return [.. found.Values];

        void Add(IEnumerable<JsonElement> records)
        {
            foreach (var record in records)
                found[IdOf(record)] = record;
        }
    }

    /// <summary>The one record of a key; null when there is none.</summary>
    /// <exception cref="RecordRefusedException">There are several.</exception>
    public JsonElement? Among(IEnumerable<JsonElement> present, ExternalKey key) => present.Where(record => kind.Carries(record, key.Value)).ToList() switch
    {
        [] => null,
        [var record] => record,
        var twins => throw new RecordRefusedException(key, $"{twins.Count} records of {kind.Model} carry this key ({string.Join(", ", twins.Select(IdOf))})", "delete all but one of them in Tryton"),
    };

    public RemoteRecord ToRemote(JsonElement present) => new(
        IdOf(present).ToString(CultureInfo.InvariantCulture),
        FieldRevision.Of(kind.Fields.Select(field => KeyValuePair.Create(field.Key, (string?)TrytonValue.Canonical(present.GetProperty(field.Value))))));

    /// <summary>Makes records, all or none of them.</summary>
    public Task CreateAsync(IEnumerable<JsonObject> values, CancellationToken cancellationToken) => rpc.CallAsync($"{kind.Model}.create", [new JsonArray([.. values])], cancellationToken);

    /// <summary>Changes records, all or none of them; none either if somebody changed one after it was read.</summary>
    public Task WriteAsync(IReadOnlyList<(JsonElement Present, JsonObject Values)> changes, CancellationToken cancellationToken) => rpc.CallAsync(
        $"{kind.Model}.write",
        [.. changes.SelectMany(change => (JsonNode[])[Domain.List([IdOf(change.Present)]), change.Values])],
        cancellationToken,
        timestamps: new JsonObject(changes.Select(change => KeyValuePair.Create($"{kind.Model},{IdOf(change.Present)}", (JsonNode?)change.Present.GetProperty("_timestamp").GetString()))));

    /// <summary>Takes records away, or switches them off where Tryton can, all or none of them.</summary>
    public Task RemoveAsync(IEnumerable<JsonElement> present, CancellationToken cancellationToken) => kind.CanBeSwitchedOff
        ? rpc.CallAsync($"{kind.Model}.write", [Domain.List(present.Select(IdOf)), new JsonObject { ["active"] = false }], cancellationToken)
        : rpc.CallAsync($"{kind.Model}.delete", [Domain.List(present.Select(IdOf))], cancellationToken);

    /// <summary>What is written besides into a record that was there before we knew of it: one that was switched off is wanted again.</summary>
    public JsonObject OnReturn => kind.CanBeSwitchedOff ? new() { ["active"] = true } : [];

    /// <summary>Whether a record stands as it would be sent, under its key.</summary>
    public bool IsAsSent(JsonElement present, ExternalKey key, JsonObject sent) => kind.Carries(present, key.Value) && Misfit(present, sent) is null;

    /// <summary>The first of our fields that a record holds otherwise than it was sent; null when it holds all of them.</summary>
    public string? Misfit(JsonElement present, JsonObject sent) => kind.Fields
        .Where(field => sent.ContainsKey(field.Value) && TrytonValue.Canonical(present.GetProperty(field.Value)) != TrytonValue.Canonical(JsonSerializer.SerializeToElement(sent[field.Value])))
        .Select(field => field.Key).FirstOrDefault();

    /// <summary>Our name of the field that an error is about: Tryton calls it by its label.</summary>
    public string? FieldIn(string message)
    {
        const string Before = "field \"";
        var start = message.IndexOf(Before, StringComparison.Ordinal);
        var label = start < 0 ? message.Split(' ').ElementAtOrDefault(1) : message[(start + Before.Length)..].Split('"')[0]; // "The duration of line …"
        return kind.Fields.FirstOrDefault(field => string.Equals(field.Value, label, StringComparison.OrdinalIgnoreCase)).Key;
    }

    /// <summary>Whether a record is there for those who work with Tryton.</summary>
    public bool IsOn(JsonElement present) => !kind.CanBeSwitchedOff || TrytonValue.Canonical(present.GetProperty("active")) == "1";

    public static int IdOf(JsonElement present) => present.GetProperty("id").GetInt32();
}
