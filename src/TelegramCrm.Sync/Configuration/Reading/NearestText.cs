namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>What somebody may have meant who wrote something unknown.</summary>
internal static class NearestText
{
    /// <summary>A remedy that names the nearest known text, or all of them when none is near.</summary>
    public static string Remedy(string written, IReadOnlyCollection<string> known) =>
        Find(written, known) is [var nearest, ..] ? $"did you mean \"{nearest}\"?" : $"known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}";

    /// <summary>Known texts near enough to be meant, the nearest first.</summary>
    public static IReadOnlyList<string> Find(string written, IEnumerable<string> known) =>
        [.. known.Select(candidate => (candidate, distance: Distance(written, candidate)))
            .Where(pair => pair.distance <= Math.Max(2, Math.Max(written.Length, pair.candidate.Length) / 2))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.candidate, StringComparer.Ordinal)
            .Select(pair => pair.candidate)];

    /// <summary>The Levenshtein distance, without regard to case: how many characters to add, drop or replace.</summary>
    public static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        foreach (var (i, letter) in from.ToLowerInvariant().Index())
        {
            var diagonal = row[0];
            row[0] = i + 1;
            foreach (var (j, other) in to.ToLowerInvariant().Index())
            {
                var replaced = diagonal + (letter == other ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }
        return row[^1];
    }
}
