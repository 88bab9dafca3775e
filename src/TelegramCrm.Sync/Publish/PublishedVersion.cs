namespace TelegramCrm.Sync.Publish;

/// <summary>What a publication left as the current version.</summary>
/// <param name="Number">1 for the first version, then one more each time.</param>
/// <param name="Path">The version's own folder; <c>current</c> links to it until the next one.</param>
/// <param name="IsNew">False when nothing had changed, so that the version of an earlier run stays.</param>
/// <param name="FilesWritten">Parquet files written anew.</param>
/// <param name="FilesKept">Parquet files shared with the version before.</param>
/// <param name="Rows">Rows of all analytics relations together.</param>
public sealed record PublishedVersion(int Number, string Path, bool IsNew, int FilesWritten, int FilesKept, long Rows);
