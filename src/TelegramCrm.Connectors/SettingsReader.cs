using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors;

/// <summary>Reads a connector's settings; every mistake is a <see cref="ConnectorSettingsException"/> that names the setting and the remedy.</summary>
public sealed class SettingsReader
{
    private readonly JsonObject settings;
    private readonly string connector;

    /// <summary>Takes settings that hold no other keys than those known, and <c>allowInsecure</c>.</summary>
    /// <param name="settings">The object under <c>settings</c>.</param>
    /// <param name="connector">The connector's type, for messages.</param>
    /// <param name="known">Every key there is.</param>
    /// <exception cref="ConnectorSettingsException">There is another one.</exception>
    public SettingsReader(JsonObject settings, string connector, params string[] known)
    {
        this.settings = settings;
        this.connector = connector;
        if (settings.Select(setting => setting.Key).FirstOrDefault(name => name != "allowInsecure" && !known.Contains(name)) is { } unknown)
            throw new ConnectorSettingsException(unknown, $"is not a setting of {connector}", $"known are {string.Join(", ", known)}");
    }

    /// <summary>The address of a target, without a slash at its end.</summary>
    /// <param name="name">The key.</param>
    public Uri Address(string name) => Uri.TryCreate(Text(name)?.TrimEnd('/'), UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
        ? address
        : throw new ConnectorSettingsException(name, "is no http:// or https:// address", $"write it in full, without user and query, as \"{name}\": \"https://helpdesk.example.com\"");

    /// <summary>A text that must be given.</summary>
    /// <param name="name">The key.</param>
    /// <param name="example">What might stand there.</param>
    public string Required(string name, string example) => Text(name) is { Length: > 0 } text ? text : throw new ConnectorSettingsException(name, "is missing", $"write for instance \"{name}\": \"{example}\"");

    /// <summary>A text, or what holds when it is left out.</summary>
    /// <param name="name">The key.</param>
    /// <param name="otherwise">What holds then.</param>
    public string Optional(string name, string otherwise) => settings[name] is null ? otherwise : Required(name, otherwise);

    /// <summary>A text that may be empty; null when it is left out.</summary>
    /// <param name="name">The key.</param>
    /// <param name="example">What might stand there.</param>
    public string? OrNone(string name, string example) => settings[name] is null
        ? null
        : Text(name) ?? throw new ConnectorSettingsException(name, "is no text", $"write for instance \"{name}\": \"{example}\"");

    /// <summary>One of several words; the first when it is left out.</summary>
    /// <param name="name">The key.</param>
    /// <param name="words">What may be written.</param>
    public string Choice(string name, params string[] words) => OrNone(name, words[0]) is not { } word
        ? words[0]
        : words.Contains(word) ? word : throw new ConnectorSettingsException(name, $"is none of \"{string.Join("\", \"", words)}\"", $"write for instance \"{words[0]}\"");

    /// <summary>A whole number.</summary>
    /// <param name="name">The key.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="otherwise">What holds when it is left out.</param>
    public int WholeNumber(string name, int least, int otherwise) => settings[name] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out int number) && number >= least => number,
        _ => throw new ConnectorSettingsException(name, $"is not a whole number of {least} or more", $"write for instance \"{name}\": {Math.Max(least, otherwise)}"),
    };

    /// <summary>The kinds of records to write, under <c>entities</c>: names of models, each once, in the order of the file. At least one.</summary>
    /// <param name="example">What might stand there.</param>
    public IReadOnlyList<string> Entities(string example)
    {
        if (settings["entities"] is not JsonArray { Count: > 0 } array)
            throw new ConnectorSettingsException("entities", "lists nothing to write", $"write for instance \"entities\": [\"{example}\"]");
        var entities = new List<string>(array.Count);
        foreach (var node in array)
        {
            var place = $"entities[{entities.Count}]";
            if (node?.GetValueKind() != JsonValueKind.String || node.GetValue<string>() is not [>= 'a' and <= 'z', ..] entity || !entity.All(letter => letter is '_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
                throw new ConnectorSettingsException(place, "is not the name of a model", $"write one from sql/push/{connector.Replace('-', '_')} without .sql: small letters, digits and _");
            if (entities.Contains(entity))
                throw new ConnectorSettingsException(place, $"names {entity} a second time", "remove it");
            entities.Add(entity);
        }
        return entities;
    }

    /// <summary>Settings inside a setting; null when they are left out. What is wrong inside is named without what stands above it.</summary>
    /// <param name="name">The key.</param>
    /// <param name="known">Every key there is inside.</param>
    public SettingsReader? Inside(string name, params string[] known) => settings[name] switch
    {
        null => null,
        JsonObject inside => new SettingsReader(inside, $"{connector}, {name}", known),
        _ => throw new ConnectorSettingsException(name, "is no object", $"write {{ }} with some of {string.Join(", ", known)}"),
    };

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
