using System.Text.Json;
using TelegramCrm.Connectors.FileDrop;

namespace TelegramCrm.Connectors.Tests.FileDrop;

public sealed class FileDropContractTests : ConnectorContract, IDisposable
{
    private readonly DropFolder drop = new();

    public FileDropContractTests() => Connector = new FileDropConnector(new FileDropSettings(drop.Path, ["tickets"]));

    protected override IConnector Connector { get; }

    public void Dispose() => drop.Dispose();

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) =>
        new Dictionary<string, JsonElement> { ["subject"] = JsonSerializer.SerializeToElement(subject) };

    protected override PushRecord Unacceptable(ExternalKey key) => new(key, Fields("half\0past"));

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) => drop.TakeIn(key.Value, "subject");

    protected override void PlantTwins(ExternalKey key) => drop.Plant("tickets-planted-0001", $"external_key,subject\r\n{key},one\r\n{key},other\r\n");
}
