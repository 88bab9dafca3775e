namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>What somebody may have meant who wrote something unknown.</summary>
public static class NearestText
{
    /// <summary>A remedy that names the nearest known text, or all of them when none is near.</summary>
    public static string Remedy(string written, IReadOnlyCollection<string> known)
    {
        var (nearest, distance) = known.Select(candidate => (candidate, Distance(written, candidate))).OrderBy(pair => pair.Item2)
            .ThenBy(pair => pair.candidate, StringComparer.Ordinal).First();
        return distance <= Math.Max(2, Math.Max(written.Length, nearest.Length) / 2)
            ? $"did you mean \"{nearest}\"?"
            : $"known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}";
    }

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
