using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors.Tryton;

/// <summary>Tryton's language of conditions: lists of field, operator and value.</summary>
internal static class Domain
{
    private const int MostAtOnce = 100; // more conditions are too deep for some databases

    /// <summary>Records that are switched off count too; without it they are hidden.</summary>
    public static JsonArray Inactive => Is("active", "in", List([true, false]));

    public static JsonArray Is(string field, string relation, JsonNode? value) => new(field, relation, value);

    public static JsonArray Any(IEnumerable<JsonArray> conditions) => new([JsonValue.Create("OR"), .. conditions]);

    public static JsonArray All(params JsonArray[] conditions) => new([.. conditions]);

    public static JsonArray List(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    public static JsonArray List(IEnumerable<bool> values) => new([.. values.Select(value => (JsonNode)value)]);

    public static JsonArray List(IEnumerable<int> values) => new([.. values.Select(value => (JsonNode)value)]);

    /// <summary>Values in the portions that one question may have.</summary>
    public static IEnumerable<T[]> Portions<T>(IEnumerable<T> values) => values.Distinct().Chunk(MostAtOnce);
}
