using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramCrm.Connectors;

/// <summary>Reads a connector's settings one by one, and says what is wrong with one without ever repeating its value: it may be a secret.</summary>
/// <remarks>Every member that reads throws <see cref="ConnectorSettingsException"/> when the setting is missing or can't be used.</remarks>
public sealed class ConnectorSettingsReader
{
    /// <summary>May stand in the settings of every connector; the configuration itself acts on it.</summary>
    public const string AllowInsecure = "allowInsecure";

    private readonly JsonObject settings;
    private readonly string above;

    /// <summary>Begins to read.</summary>
    /// <param name="settings">The object under <c>settings</c>, or one inside it.</param>
    /// <param name="type">What the connector is called, for messages.</param>
    /// <param name="known">Every setting there is.</param>
    /// <param name="above">Where the object stands, as <c>articles.</c>; empty for the settings themselves.</param>
    /// <exception cref="ConnectorSettingsException">A setting has an unknown name.</exception>
    public ConnectorSettingsReader(JsonObject settings, string type, IReadOnlyList<string> known, string above = "")
    {
        this.settings = settings;
        this.above = above;
        if (settings.Select(setting => setting.Key).FirstOrDefault(name => name != AllowInsecure && !known.Contains(name)) is { } unknown)
            throw new ConnectorSettingsException(above + unknown, $"is not a setting of {type}", $"known are {string.Join(", ", known)}");
    }

    /// <summary>A text that must be there.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="remedy">What to write.</param>
    public string Text(string name, string remedy) => OptionalText(name, remedy) is { Length: > 0 } text ? text : throw Wrong(name, "is missing", remedy);

    /// <summary>A text that may be left out.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="remedy">What to write, when it is not a text.</param>
    /// <returns>The text, which may be empty; null when it is left out.</returns>
    public string? OptionalText(string name, string remedy) => settings[name] switch
    {
        null => null,
        var node when TextOf(node) is { } text => text,
        _ => throw Wrong(name, "is not a text", remedy),
    };

    /// <summary>An http or https address that must be there. It names no user and has no query: such things end up in logs.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="example">An address such as it could be.</param>
    public Uri Address(string name, string example) =>
        Uri.TryCreate(Text(name, $"write for instance \"{example}\""), UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", UserInfo: "", Query: "", Fragment: "" }
            ? address
            : throw Wrong(name, "is not a plain http or https address", $"write for instance \"{example}\", without user, query and fragment");

    /// <summary>A whole number that may be left out.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    /// <param name="otherwise">What it is when left out.</param>
    public int WholeNumber(string name, int least, int most, int otherwise) => settings[name] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out int number) && number >= least && number <= most => number,
        _ => throw Wrong(name, $"is not a whole number from {least} to {most}", $"write for instance {otherwise}"),
    };

    /// <summary>One of several words; the first when it is left out.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="words">What may be written.</param>
    public string OneOf(string name, params IReadOnlyList<string> words) => settings[name] switch
    {
        null => words[0],
        var node when TextOf(node) is { } text && words.Contains(text) => text,
        _ => throw Wrong(name, $"is none of \"{string.Join("\", \"", words)}\"", $"write for instance \"{words[0]}\""),
    };

    /// <summary>A list of texts with at least one, each only once.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="isRight">Whether a text will do.</param>
    /// <param name="remedy">What to write.</param>
    public IReadOnlyList<string> Texts(string name, Func<string, bool> isRight, string remedy)
    {
        if (settings[name] is not JsonArray { Count: > 0 } array)
            throw Wrong(name, "is not a list with at least one entry", remedy);
        var texts = new List<string>(array.Count);
        for (var index = 0; index < array.Count; index++)
        {
            if (TextOf(array[index]) is not { } text || !isRight(text))
                throw Wrong($"{name}[{index}]", "can't be used", remedy);
            if (texts.Contains(text))
                throw Wrong($"{name}[{index}]", "comes a second time", "remove it");
            texts.Add(text);
        }
        return texts;
    }

    /// <summary>The kinds of records to push, under <c>entities</c>: names of models in <c>sql/push</c>.</summary>
    /// <param name="examples">What could stand there.</param>
    public IReadOnlyList<string> Entities(params IReadOnlyList<string> examples) => Texts("entities", IsEntity,
        $"write the names of models without .sql (small letters, digits and _), for instance \"entities\": [{string.Join(", ", examples.Select(example => $"\"{example}\""))}]");

    /// <summary>Settings inside a setting; null when it is left out.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="type">What the connector is called, for messages.</param>
    /// <param name="known">Every setting there is inside.</param>
    public ConnectorSettingsReader? Inside(string name, string type, params IReadOnlyList<string> known) => settings[name] switch
    {
        null => null,
        JsonObject inside => new ConnectorSettingsReader(inside, type, known, $"{above}{name}."),
        _ => throw Wrong(name, "is not an object", $"write {{ }} with some of {string.Join(", ", known)}"),
    };

    private static bool IsEntity(string name) => name is [>= 'a' and <= 'z', ..] && name.Length <= 63 && name.All(letter => letter is '_' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));

    private static string? TextOf(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private ConnectorSettingsException Wrong(string name, string what, string remedy) => new(above + name, what, remedy);
}
