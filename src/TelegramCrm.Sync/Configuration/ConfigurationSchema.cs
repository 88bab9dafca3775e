using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Sync.Configuration;

/// <summary>The JSON Schema of <c>sync.config.json</c>, for editors: made from the records, which are the only list of keys.</summary>
public static class ConfigurationSchema
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the schema.</summary>
    /// <param name="documentation">The XML documentation file that the compiler wrote for this assembly: the keys' meanings are taken from it.</param>
    public static string Write(XDocument documentation)
    {
        var schema = new RecordShape(typeof(SyncConfiguration)).Schema(new SchemaWords(documentation));
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "tgcrm configuration");
        schema["properties"]!.AsObject().Insert(0, "$schema", new JsonObject { ["type"] = "string", ["description"] = "This schema's file." });
        return schema.ToJsonString(Readable) + "\n";
    }
}
