using System.Collections.Frozen;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>Words that say nothing of what a text is about, by language: the files beside this one, a word a line.</summary>
public static class StopWords
{
    private const string Prefix = "StopWords.";

    private static readonly FrozenDictionary<string, FrozenSet<string>> Lists = typeof(StopWords).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .ToFrozenDictionary(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]), name => Read(name), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> Every = Lists.Values.SelectMany(list => list).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The languages that have a list, as two letters.</summary>
    public static IReadOnlyCollection<string> Languages => Lists.Keys;

    /// <summary>The words of a language: none for one without a list, and those of all lists when the language is not known.</summary>
    /// <param name="language">A BCP 47 tag, of which the first part counts; null when it is not known.</param>
    public static IReadOnlySet<string> Of(string? language) => language is null ? Every : Lists.GetValueOrDefault(language.Split('-', '_')[0], FrozenSet<string>.Empty);

    private static FrozenSet<string> Read(string name)
    {
        using var reader = new StreamReader(typeof(StopWords).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenSet(StringComparer.Ordinal);
    }
}
