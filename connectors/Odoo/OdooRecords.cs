using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>Reads and removes records of one kind.</summary>
internal sealed class OdooRecords(OdooClient odoo, OdooKind kind)
{
    /// <summary>Records by their ids; those that are gone are missing.</summary>
    public async Task<IReadOnlyDictionary<int, JsonElement>> ReadAsync(IEnumerable<int> ids, CancellationToken cancellationToken)
    {
        var wanted = new JsonArray([.. ids.Distinct().Select(id => (JsonNode)id)]);
        var found = wanted.Count == 0 ? [] : await odoo.SearchAsync(kind.Model, [new JsonArray("id", "in", wanted)], kind.ReadFields, cancellationToken);
        return found.ToDictionary(record => record.GetProperty("id").GetInt32());
    }

    /// <summary>The record with an external id; null when there is none.</summary>
    public async Task<JsonElement?> FindAsync(OdooSettings settings, ExternalKey key, CancellationToken cancellationToken)
    {
        try
        {
            var reference = await odoo.CallAsync("ir.model.data", "check_object_reference", new() { ["module"] = settings.Namespace, ["xml_id"] = OdooReferences.NameOf(kind.Entity, key.Value) }, cancellationToken);
            if (reference[1].ValueKind != JsonValueKind.Number)
                return null; // deleted, while its external id was left
            return (await ReadAsync([reference[1].GetInt32()], cancellationToken)).Values.Select(record => (JsonElement?)record).FirstOrDefault();
        }
        catch (OdooErrorException error) when (error.IsOfMissingKey)
        {
            return null;
        }
    }

    /// <summary>Deletes records, or archives them where Odoo can.</summary>
    public Task RemoveAsync(IEnumerable<int> ids, CancellationToken cancellationToken) => kind.CanBeArchived
        ? odoo.CallAsync(kind.Model, "write", new() { ["vals"] = new JsonObject { ["active"] = false } }, cancellationToken, ids)
        : odoo.CallAsync(kind.Model, "unlink", [], cancellationToken, ids);

    /// <summary>Whether those who work with Odoo see it.</summary>
    public bool IsOn(JsonElement present) => !kind.CanBeArchived || present.GetProperty("active").GetBoolean();
}
