using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors;

/// <summary>Reads a connector's settings; every mistake is a <see cref="ConnectorSettingsException"/> that names the setting and the remedy.</summary>
public sealed class SettingsReader
{
    private readonly JsonObject settings;

    /// <summary>Takes settings that hold no other keys than those known, and <c>allowInsecure</c>.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <param name="connector">The connector's type, for messages.</param>
    /// <param name="known">Every key there is.</param>
    /// <exception cref="ConnectorSettingsException">There is another one.</exception>
    public SettingsReader(JsonObject settings, string connector, params string[] known)
    {
        this.settings = settings;
        if (settings.Select(setting => setting.Key).FirstOrDefault(name => name != "allowInsecure" && !known.Contains(name)) is { } unknown)
            throw new ConnectorSettingsException(unknown, $"is not a setting of {connector}", $"known are {string.Join(", ", known)}");
    }

    /// <summary>The address of a target, without a slash at its end.</summary>
    /// <param name="name">The key.</param>
    public Uri Address(string name) => Uri.TryCreate(Text(name)?.TrimEnd('/'), UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? address
        : throw new ConnectorSettingsException(name, "is no http:// or https:// address", $"write it in full, as \"{name}\": \"https://helpdesk.example.com\"");

    /// <summary>A text that must be given.</summary>
    /// <param name="name">The key.</param>
    /// <param name="example">What might stand there.</param>
    public string Required(string name, string example) => Text(name) is { Length: > 0 } text ? text : throw new ConnectorSettingsException(name, "is missing", $"write for instance \"{name}\": \"{example}\"");

    /// <summary>A text, or what holds when it is left out.</summary>
    /// <param name="name">The key.</param>
    /// <param name="otherwise">What holds then.</param>
    public string Optional(string name, string otherwise) => settings[name] is null ? otherwise : Required(name, otherwise);

    /// <summary>A yes or no; no when it is left out.</summary>
    /// <param name="name">The key.</param>
    public bool Flag(string name) => settings[name]?.GetValueKind() switch
    {
        null or JsonValueKind.False => false,
        JsonValueKind.True => true,
        _ => throw new ConnectorSettingsException(name, "is neither true nor false", $"write \"{name}\": true, or leave it out"),
    };

    /// <summary>Texts or numbers by name; none when it is left out.</summary>
    /// <param name="name">The key.</param>
    /// <param name="example">What might stand there.</param>
    public IReadOnlyDictionary<string, string> Map(string name, string example)
    {
        if (settings[name] is null)
            return new Dictionary<string, string>();
        if (settings[name] is not JsonObject map || map.Any(pair => pair.Value?.GetValueKind() is not (JsonValueKind.String or JsonValueKind.Number)))
            throw new ConnectorSettingsException(name, "is no list of names", $"write for instance \"{name}\": {example}");
        return map.ToDictionary(pair => pair.Key, pair => pair.Value!.ToString(), StringComparer.Ordinal);
    }

    private string? Text(string name) => settings[name]?.GetValueKind() switch
    {
        JsonValueKind.String => settings[name]!.GetValue<string>(),
        JsonValueKind.Number => settings[name]!.ToString(),
        _ => null,
    };
}
