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
        var database = Path.Combine(draft, SnapshotDatabase.FileName);
        return TakeRetired(versions, keepVersions, database) ?? TakeCopy(versions, current, database);
    }

    private static Manifest? TakeRetired(VersionFolders versions, int keepVersions, string database)
    {
        if (versions.RetiredByNext(keepVersions) is not { } number)
            return null;
        var path = versions.PathOf(number);
        using var alone = VersionLease.Claim(path);
        return alone is not null && Manifest.ReadOrNull(alone) is { } held && IsWorthTaking(held, path)
            && versions.TryRetire(number, SnapshotDatabase.FileName, database) && CanBeWritten(database)
            ? held
            : null;
    }

    private static Manifest? TakeCopy(VersionFolders versions, Manifest? current, string database)
    {
        if (current is null || versions.PathOf(current.Version) is var path && !IsWorthTaking(current, path))
            return null;
        File.Copy(Path.Combine(path, SnapshotDatabase.FileName), database);
        return CanBeWritten(database) ? current : null;
    }

    private static bool IsWorthTaking(Manifest held, string path) => !held.Database.IsLoose && held.Database.IsWholeIn(path);

    /// <summary>
    /// Whether DuckDB gets its lock to write: not while another process has the file open, and no new one can find it, since it lies in a draft.
    /// If not, or if it is no database at all, the draft loses it; its readers go on, for it has lost only its name.
    /// </summary>
    private static bool CanBeWritten(string database)
    {
        using var own = new DuckDBConnection("Data Source=:memory:");
        own.Open();
        try
        {
            own.Execute($"attach {SqlText.Literal(database)} as taken; detach taken");
            return true;
        }
        catch (DuckDBException)
        {
            File.Delete(database);
            return false;
        }
    }
}
