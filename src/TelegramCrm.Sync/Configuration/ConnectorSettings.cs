using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration;

/// <summary>A connector's own settings: what stands in the file, with references to secrets replaced by the secrets themselves.</summary>
/// <param name="json">The object; every <c>${…}</c> is resolved.</param>
/// <param name="folder">The full path of the configuration file's folder.</param>
public sealed class ConnectorSettings(JsonObject json, string folder)
{
    /// <summary>No settings.</summary>
    public static ConnectorSettings None { get; } = new([], Environment.CurrentDirectory);

    /// <summary>The settings as they were written. Holds secrets: hand it to the connector and to nobody else.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>What relative paths among the settings are relative to.</summary>
    public string Folder { get; } = folder;

    /// <summary>Names the keys, and never a value.</summary>
    public override string ToString() => $"{{ {string.Join(", ", Json.Select(setting => setting.Key))} }}";
}
