using System.Text.Json;

namespace TelegramCrm.Sandbox.Generation;

/// <summary>What people write in one language.</summary>
internal sealed record PhraseBook
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    private static readonly Dictionary<string, PhraseBook> Books =
        new[] { "en", "de", "ru", "es", "ar" }.ToDictionary(language => language, language => Read<PhraseBook>($"{language}.json"));

    public required IReadOnlyList<string> Greetings { get; init; }

    public required IReadOnlyList<string> Thanks { get; init; }

    public required IReadOnlyList<string> Nudges { get; init; }

    public required IReadOnlyList<string> Reopens { get; init; }

    public required IReadOnlyList<string> Looking { get; init; }

    public required IReadOnlyList<string> Escalations { get; init; }

    public required IReadOnlyList<string> Updates { get; init; }

    public required IReadOnlyList<string> Closings { get; init; }

    public required IReadOnlyList<string> Asks { get; init; }

    public required IReadOnlyList<string> Details { get; init; }

    public required IReadOnlyList<string> Chat { get; init; }

    public required string Received { get; init; }

    public required string OutOfHours { get; init; }

    public required string Outreach { get; init; }

    public required IReadOnlyDictionary<string, IReadOnlyList<SupportCase>> Topics { get; init; }

    /// <summary>What agents write to each other; the team's language is English.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The book of a language; English for one that has none.</summary>
    public static PhraseBook In(string? language) => Books.GetValueOrDefault(language ?? "en", Books["en"]);

    public static T Read<T>(string resource)
    {
        using var stream = typeof(PhraseBook).Assembly.GetManifestResourceStream(resource)!;
        return JsonSerializer.Deserialize<T>(stream, Json)!;
    }
}
