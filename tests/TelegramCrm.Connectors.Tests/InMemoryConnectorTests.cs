using System.Text.Json;

namespace TelegramCrm.Connectors.Tests;

public sealed class InMemoryConnectorTests : SharedRecordsContract
{
    private readonly InMemoryConnector target = new();

    protected override IConnector Connector => target;

    protected override IReadOnlyDictionary<string, JsonElement> Fields(string subject) =>
        new Dictionary<string, JsonElement> { ["subject"] = JsonSerializer.SerializeToElement(subject) };

    protected override PushRecord Unacceptable(ExternalKey key) =>
        new(key, new Dictionary<string, JsonElement> { ["subject"] = JsonSerializer.SerializeToElement<string?>(null) });

    protected override IReadOnlyList<string> SubjectsInTarget(ExternalKey key) =>
        [.. target.Records.Where(record => record.Key == key).Select(record => record.Subject!)];

    protected override void PlantTwins(ExternalKey key)
    {
        target.Plant(key);
        target.Plant(key);
    }

    protected override void EditInTarget(ExternalKey key, string subject) => target.Edit(key.Value, subject);

    protected override void DeleteInTarget(ExternalKey key) => target.Delete(key.Value);
}
