using System.Globalization;
using System.Text.Json;

namespace TelegramCrm.Connectors.Odoo;

/// <summary>Values as Odoo writes them.</summary>
internal static class OdooValue
{
    /// <summary>Hours with six digits: a second is 0.000278 of them.</summary>
    public static string Hours(double seconds) => Math.Round(seconds / 3600, 6).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>A value that was read, as the text that a load would be given: a reference is its id, and false stands for nothing.</summary>
    public static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.GetArrayLength() > 0 ? value[0].GetRawText() : "",
        JsonValueKind.Number => Math.Round(value.GetDouble(), 6).ToString("0.######", CultureInfo.InvariantCulture),
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "True",
        _ => "",
    };

    /// <summary>The record as it stands. Odoo's own time of the last change moves with every field of a record.</summary>
    public static RemoteRecord ToRemote(OdooKind kind, JsonElement present) => new(
        present.GetProperty("id").GetInt32().ToString(CultureInfo.InvariantCulture),
        FieldRevision.Of(kind.Fields.Where(field => present.TryGetProperty(field.ReadAs, out _)).Select(field => KeyValuePair.Create(field.Name, (string?)Canonical(present.GetProperty(field.ReadAs))))));
}
