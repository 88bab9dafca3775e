namespace TelegramCrm.Sync.Publish;

/// <summary>The read-only DuckDB of a published version.</summary>
/// <param name="Path">From the version's folder on.</param>
/// <param name="Rows">Of all analytics relations together.</param>
/// <param name="Bytes">Its length. DuckDB checks the blocks it reads by sums of its own.</param>
/// <param name="CompactBytes">The length that it, or the file it goes back to, had when it was last written from nothing.</param>
public sealed record PublishedDatabase(string Path, long Rows, long Bytes, long CompactBytes)
{
    private const long SmallFile = 16L << 20;

    /// <summary>Whether rows that came and went, or those that came since, made half as much again of it: time to write it from nothing.</summary>
    internal bool IsLoose => Bytes > SmallFile + (CompactBytes * 3 / 2);

    /// <summary>Whether it lies in a version's folder with its full length.</summary>
    internal bool IsWholeIn(string versionPath) =>
        new FileInfo(System.IO.Path.Combine(versionPath, Path)) is { Exists: true } found && found.Length == Bytes;
}
