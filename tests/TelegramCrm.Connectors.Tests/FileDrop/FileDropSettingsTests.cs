using System.Text.Json.Nodes;
using Shouldly;
using TelegramCrm.Connectors.FileDrop;

namespace TelegramCrm.Connectors.Tests.FileDrop;

public sealed class FileDropSettingsTests
{
    [Fact]
    public void A_relative_folder_lies_beside_the_configuration()
    {
        var settings = Read("""{ "folder": "erp/inbox", "entities": ["tickets", "agent_days"], "rowsPerFile": 500, "formulas": "keep" }""");
        settings.Folder.ShouldBe(Path.Combine(BaseFolder, "erp", "inbox"));
        settings.Entities.ShouldBe(["tickets", "agent_days"]);
        (settings.RowsPerFile, settings.EscapesFormulas).ShouldBe((500, false));
    }

    [Theory]
    [InlineData("""{ "entities": ["tickets"] }""", "folder: names no folder")]
    [InlineData("""{ "folder": 7, "entities": ["tickets"] }""", "folder: names no folder")]
    [InlineData("""{ "folder": "in" }""", "entities: lists nothing to write")]
    [InlineData("""{ "folder": "in", "entities": [] }""", "entities: lists nothing to write")]
    [InlineData("""{ "folder": "in", "entities": ["tickets", "../x"] }""", "entities[1]: is not the name of an entity")]
    [InlineData("""{ "folder": "in", "entities": ["tickets", "tickets"] }""", "entities[1]: names tickets a second time")]
    [InlineData("""{ "folder": "in", "entities": ["tickets"], "rowsPerFile": 0 }""", "rowsPerFile: is not a whole number")]
    [InlineData("""{ "folder": "in", "entities": ["tickets"], "rowsPerFile": "many" }""", "rowsPerFile: is not a whole number")]
    [InlineData("""{ "folder": "in", "entities": ["tickets"], "formulas": true }""", "formulas: is neither")]
    [InlineData("""{ "folder": "in", "entities": ["tickets"], "foldr": "x" }""", "foldr: is not a setting of file-drop; known are folder, entities, rowsPerFile, formulas")]
    public void A_mistake_is_named_with_its_place(string json, string message) =>
        Should.Throw<ConnectorSettingsException>(() => Read(json)).Message.ShouldStartWith(message);

    private static string BaseFolder => Path.GetFullPath(Path.Combine(Path.GetTempPath(), "configuration"));

    private static FileDropSettings Read(string json) => FileDropSettings.Read(JsonNode.Parse(json)!.AsObject(), BaseFolder);
}
