using System.Text.Json.Nodes;
using System.Xml.Linq;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Configuration;

public sealed class ConfigurationSchemaTests
{
    private static readonly string Root = FindRoot(AppContext.BaseDirectory);
    private static readonly string Schema = ConfigurationSchema.Write(XDocument.Load(Path.ChangeExtension(typeof(SyncConfiguration).Assembly.Location, ".xml")));

    [Fact]
    public void The_schema_file_says_what_the_records_say()
    {
        var file = Path.Combine(Root, "sync.config.schema.json");
        if (File.Exists(file) && File.ReadAllText(file) == Schema) return;
        File.WriteAllText(file, Schema);
        Assert.Fail($"{file} was out of date and is written anew: look at the difference and commit it.");
    }

    [Fact]
    public void Every_key_stands_in_the_documentation()
    {
        var documentation = File.ReadAllText(Path.Combine(Root, "docs", "configuration.md"));
        Assert.DoesNotContain(Keys(JsonNode.Parse(Schema)!), key => !documentation.Contains($"`{key}`", StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_is_a_valid_configuration()
    {
        var file = ConfigurationFile.Load(Path.Combine(Root, "sync.config.json"), _ => "0123456789abcdef");
        Assert.Empty(file.Problems);
    }

    private static IEnumerable<string> Keys(JsonNode node) => node switch
    {
        JsonObject { } schema => (schema["properties"]?.AsObject().Select(property => property.Key) ?? []).Concat(schema.Where(member => member.Value is not null).SelectMany(member => Keys(member.Value!))),
        JsonArray alternatives => alternatives.SelectMany(alternative => Keys(alternative!)),
        _ => [],
    };

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "TelegramCrm.Sync.sln")) ? folder : FindRoot(Path.GetDirectoryName(folder)!);
}
