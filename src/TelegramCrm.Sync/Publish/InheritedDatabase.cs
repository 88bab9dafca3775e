using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>
/// The database file that a new version takes over, so that only the rows that differ have to be written. Best is that of the version which
/// the new one pushes out: nothing is copied then. While somebody still reads that one, the current version's is copied.
/// </summary>
internal static class InheritedDatabase
{
    /// <summary>Puts a database into the draft.</summary>
    /// <param name="versions">Where the versions lie.</param>
    /// <param name="current">What the current version holds; null when that is not known.</param>
    /// <param name="keepVersions">How many versions stay once the draft is one.</param>
    /// <param name="draft">The new version's folder.</param>
    /// <returns>What the database holds; null when there is none to take over, or none that is compact enough.</returns>
    public static Manifest? Take(VersionFolders versions, Manifest? current, int keepVersions, string draft)
    {
        if (TakeRetired(versions, keepVersions, draft) is { } retired)
            return retired;
        if (current is null || !IsWorthTaking(current, versions.PathOf(current.Version)))
            return null;
        File.Copy(Path.Combine(versions.PathOf(current.Version), SnapshotDatabase.FileName), Path.Combine(draft, SnapshotDatabase.FileName));
        return current;
    }

    private static Manifest? TakeRetired(VersionFolders versions, int keepVersions, string draft)
    {
        if (versions.RetiredByNext(keepVersions) is not { } number)
            return null;
        var path = versions.PathOf(number);
        using var alone = VersionLease.Claim(path);
        if (alone is null || Manifest.ReadOrNull(alone) is not { } held || !IsWorthTaking(held, path))
            return null;
        var database = Path.Combine(draft, SnapshotDatabase.FileName);
        if (!versions.TryRetire(number, SnapshotDatabase.FileName, database))
            return null;
        if (!IsReadElsewhere(database))
            return held;
        File.Delete(database); // its readers go on: it loses only its name
        return null;
    }

    private static bool IsWorthTaking(Manifest held, string path) => !held.Database.IsLoose && held.Database.IsWholeIn(path);

    /// <summary>Whether DuckDB gets no lock to write, because another process has the file open. No new one can find it: it lies in a draft.</summary>
    private static bool IsReadElsewhere(string database)
    {
        using var own = new DuckDBConnection("Data Source=:memory:");
        own.Open();
        try
        {
            own.Execute($"attach {SqlText.Literal(database)} as retired; detach retired");
            return false;
        }
        catch (DuckDBException)
        {
            return true; // or it can't be read at all, and must not be taken over either
        }
    }
}
