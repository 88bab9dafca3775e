using System.Text.RegularExpressions;

namespace TelegramCrm.Sync.Automation.Suggestions;

/// <summary>A word that a knowledge base is searched for.</summary>
/// <param name="Word">The word, in small letters.</param>
/// <param name="Weight">2 when it stands in the subject, 1 when only in the message.</param>
public sealed partial record SearchTerm(string Word, int Weight)
{
    private const int Shortest = 3;
    private const int MostText = 4000; // what a ticket is about stands at its beginning

    /// <summary>
    /// The telling words of a ticket: those of the subject in their order, then those of the message, the more frequent first. Left out are words of the language that say nothing,
    /// words of less than three characters, numbers, addresses and names with an @. Nothing is stemmed or translated.
    /// </summary>
    /// <param name="subject">The subject; null for none.</param>
    /// <param name="message">The first message of the customer; null for none.</param>
    /// <param name="language">The ticket's language as a BCP 47 tag; null when it says none.</param>
    /// <param name="stopWords">Words that are left out besides.</param>
    /// <param name="most">How many terms at most.</param>
    public static IReadOnlyList<SearchTerm> Choose(string? subject, string? message, string? language, IEnumerable<string> stopWords, int most)
    {
        var (known, own) = (StopWords.Of(language), stopWords.Select(word => word.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal));
        var inSubject = Words(subject).Distinct(StringComparer.Ordinal).ToList();
        var inMessage = Words(message).GroupBy(word => word, StringComparer.Ordinal).OrderByDescending(same => same.Count()).Select(same => same.Key); // a stable order: the earlier first
        return [.. inSubject.Select(word => new SearchTerm(word, 2)).Concat(inMessage.Except(inSubject, StringComparer.Ordinal).Select(word => new SearchTerm(word, 1)))
            .Where(term => !known.Contains(term.Word) && !own.Contains(term.Word)).Take(most)];
    }

    private static IEnumerable<string> Words(string? text) => AnyWord().Matches(NoWords().Replace(text is { Length: > MostText } ? text[..MostText] : text ?? "", " "))
        .Select(match => match.Value.ToLowerInvariant()).Where(word => word.Length >= Shortest && word.Any(char.IsLetter));

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AnyWord();

    [GeneratedRegex(@"https?://\S+|www\.\S+|\S*@\S+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex NoWords();
}
