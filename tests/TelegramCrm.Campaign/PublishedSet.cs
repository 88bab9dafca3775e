namespace TelegramCrm.Campaign;

/// <summary>What readers see, whatever has been killed: nothing yet, or one whole version.</summary>
internal static class PublishedSet
{
    /// <summary>Holds the files of the current version against its database.</summary>
    /// <returns>What doesn't fit.</returns>
    public static IEnumerable<string> Look(Tgcrm tgcrm)
    {
        if (!Directory.Exists(tgcrm.PathOf("data/published/current"))) return [];
        using var published = Database.Open(tgcrm.PublishedFile);
        return [.. published.Marts.Where(mart => published.Count($"analytics.{mart}") != RowsInFiles(published, tgcrm.PathOf($"data/published/current/parquet/{mart}")))
            .Select(mart => $"published: {mart} has {published.Count($"analytics.{mart}")} rows, and its files another number")];
    }

    private static long RowsInFiles(Database published, string folder) =>
        Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Any() ? published.Count($"'{folder}/**/*.parquet'") : 0;
}
