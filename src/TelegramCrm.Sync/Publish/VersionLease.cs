namespace TelegramCrm.Sync.Publish;

/// <summary>
/// Tells whether somebody reads a version, by the operating system's lock on its manifest, which ends with the reader however that ends. DuckDB's
/// own lock on the database says the same of other processes, but nothing of readers in this one.
/// </summary>
internal static class VersionLease
{
    /// <summary>Says so for as long as the answer is not disposed; null when the version has no manifest, without which nobody takes it over.</summary>
    public static FileStream? Share(string versionPath) => Open(versionPath, FileShare.Read | FileShare.Delete);

    /// <summary>Keeps readers out; null when one is there, or the version is not.</summary>
    public static FileStream? Claim(string versionPath) => Open(versionPath, FileShare.None);

    private static FileStream? Open(string versionPath, FileShare share)
    {
        try
        {
            return new FileStream(Path.Combine(versionPath, Manifest.FileName), FileMode.Open, FileAccess.Read, share);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
