using System.Globalization;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tests.Odoo;

/// <summary>Converts the text of a row to be loaded, and says what does not convert as Odoo does.</summary>
/// <param name="types">The model's fields.</param>
/// <param name="resolve">Finds a record of a model by external id (true) or database id.</param>
internal sealed class DoubleLoad(Dictionary<string, string> types, Func<string, string, bool, int?> resolve)
{
    public List<JsonObject> Messages { get; } = [];

    public JsonObject Convert(Dictionary<string, string> row)
    {
        var values = new JsonObject();
        foreach (var (column, text) in row.Where(cell => cell.Key is not ("id" or ".id")))
        {
            var field = column.Split('/')[0];
            if (!types.TryGetValue(field, out var type))
                throw new DoubleErrorException(500, "builtins.ValueError", $"Invalid field name '{field}'");
            values[field] = text.Length == 0 ? false : Convert(field, type, text, isExternal: column.EndsWith("/id", StringComparison.Ordinal));
        }
        return values;
    }

    public static JsonObject Error(string message, string? field = null)
    {
        var error = new JsonObject { ["type"] = "error", ["message"] = message, ["rows"] = new JsonObject() };
        if (field is not null)
            error["field"] = field;
        return error;
    }

    private JsonNode? Convert(string field, string type, string text, bool isExternal) => type switch
    {
        "char" => text,
        "boolean" => text == "True",
        "float" => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : Fault(field, $"'{text}' does not seem to be a number for field 'Quantity'"),
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : Fault(field, $"'{text}' does not seem to be a valid date for field 'Date'"),
        _ when type.Contains(',', StringComparison.Ordinal) => type.Split(',').Contains(text) ? text : Fault(field, $"Value '{text}' not found in selection field 'State'"),
        _ => resolve(type, text, isExternal) is { } id ? id : Fault(field, $"No matching record found for {(isExternal ? "external" : "database")} id '{text}' in field '{field}'"),
    };

    private JsonNode? Fault(string field, string message)
    {
        Messages.Add(Error(message, field));
        return null;
    }
}
