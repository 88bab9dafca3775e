using System.Text.Json;

namespace TelegramCrm.Sync.Push;

/// <summary>Says record by record what would change: the fields of now beside those of the last confirmed write.</summary>
internal sealed class RecordChanges(PushSource source, PushLedger ledger)
{
    /// <summary>The first records by key, those that would be removed after the others.</summary>
    public IReadOnlyList<RecordChange> Read(int most, bool removes)
    {
        var changes = source.ReadChanges(most).Take(1).SelectMany(page => page).ToList();
        var held = ledger.WhichAreHeld(changes.Select(change => change.Key)).ToHashSet(StringComparer.Ordinal);
        var fields = ledger.ReadFields(held);
        var gone = removes ? source.ReadGone().Take(most - changes.Count) : [];
        return [.. changes.Select(change => held.Contains(change.Key) ? Update(change, fields.GetValueOrDefault(change.Key)) : Create(change)), .. gone.Select(key => new RecordChange(key, "remove", []))];
    }

    private static RecordChange Create(ChangedRecord change) => new(change.Key, "create", [.. FieldsOf(change.Body).Select(field => new FieldChange(field.Key, null, field.Value))]);

    private static RecordChange Update(ChangedRecord change, string? confirmed)
    {
        var now = FieldsOf(change.Body);
        if (confirmed is null)
            return new(change.Key, "update", [.. now.Select(field => new FieldChange(field.Key, null, field.Value) { IsOldUnavailable = true })]);
        var before = FieldsOf(confirmed);
        var fields = now.Keys.Union(before.Keys, StringComparer.Ordinal).Select(name => new FieldChange(name, Value(before, name), Value(now, name)));
        return new(change.Key, "update", [.. fields.Where(field => !(field is { Old: { } old, New: { } fresh } && JsonElement.DeepEquals(old, fresh)))]);
    }

    private static JsonElement? Value(OrderedDictionary<string, JsonElement> fields, string name) => fields.TryGetValue(name, out var value) ? value : null;

    private static OrderedDictionary<string, JsonElement> FieldsOf(string body)
    {
        var fields = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in JsonElement.Parse(body).EnumerateObject())
            fields.Add(field.Name, field.Value);
        return fields;
    }
}
