using System.Text.Json.Nodes;

namespace TelegramCrm.Sync.Configuration;

/// <summary>A connector's own settings: what stands in the file, with references to secrets replaced by the secrets themselves.</summary>
/// <param name="json">The object; every <c>${…}</c> is resolved.</param>
/// <param name="folder">The full path of the configuration file's folder.</param>
/// <param name="secrets">What the references stood for.</param>
public sealed class ConnectorSettings(JsonObject json, string folder, IReadOnlyList<Secret>? secrets = null)
{
    private readonly IReadOnlyList<Secret> secrets = secrets ?? [];

    /// <summary>No settings.</summary>
    public static ConnectorSettings None { get; } = new([], Environment.CurrentDirectory);

    /// <summary>The settings as they were written. Holds secrets: hand it to the connector and to nobody else.</summary>
    public JsonObject Json { get; } = json;

    /// <summary>What relative paths among the settings are relative to.</summary>
    public string Folder { get; } = folder;

    /// <summary>Whether <c>"allowInsecure": true</c> stands among them, so that http:// addresses of other machines are allowed.</summary>
    public bool AllowsInsecure => Json["allowInsecure"] is JsonValue value && value.TryGetValue(out bool allows) && allows;

    /// <summary>A text in which each secret of these settings, also as it stands in a URL, gives way to the reference that stands in the file.</summary>
    /// <param name="text">A message of the target or of the network: nobody knows what a target repeats.</param>
    public string Redact(string text) => secrets.Aggregate(text, (safe, secret) => safe
        .Replace(secret.Reveal(), secret.ToString(), StringComparison.Ordinal)
        .Replace(Uri.EscapeDataString(secret.Reveal()), secret.ToString(), StringComparison.Ordinal));

    /// <summary>Names the keys, and never a value.</summary>
    public override string ToString() => $"{{ {string.Join(", ", Json.Select(setting => setting.Key))} }}";
}
