using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>A row of a load.</summary>
/// <param name="Record">Which record it is.</param>
/// <param name="Id">Odoo's id; null for a record that is to be found by its external id, or made.</param>
/// <param name="Cells">The values by column.</param>
internal sealed record LoadRow(PushRecord Record, int? Id, IReadOnlyDictionary<string, JsonNode> Cells)
{
    /// <summary>The arguments of a load. All rows have the same columns, and either all an id or none.</summary>
    public static JsonObject ToArguments(OdooSettings settings, OdooKind kind, IReadOnlyList<LoadRow> rows)
    {
        var columns = rows[0].Cells.Keys.ToList();
        // By its own id a known record is never made anew, whatever became of its external id. A new one may be an archived one that is wanted again.
        var isNew = rows[0].Id is null;
        List<string> names = [isNew ? "id" : ".id", .. columns, .. isNew && kind.CanBeArchived ? (string[])["active"] : []];
        return new JsonObject
        {
            ["fields"] = new JsonArray([.. names.Select(name => (JsonNode)name)]),
            ["data"] = new JsonArray([.. rows.Select(row => (JsonNode)new JsonArray([.. names.Select(name => row.Cell(name, settings, kind))]))]),
        };
    }

    private JsonNode Cell(string name, OdooSettings settings, OdooKind kind) => name switch
    {
        "id" => OdooReferences.ExternalId(settings, kind.Entity, Record.Key.Value),
        ".id" => Id!.Value.ToString(null as IFormatProvider),
        "active" => "True",
        _ => Cells[name].DeepClone(),
    };
}
