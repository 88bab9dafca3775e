namespace TelegramCrm.Sync.Publish;

/// <summary>An analytics relation in a published version.</summary>
/// <param name="Name">Without its schema; also its folder's name under <c>parquet/</c>.</param>
/// <param name="MonthOf">The column whose month, in UTC, partitions the files; null for a relation of one file.</param>
/// <param name="Columns">In the relation's order.</param>
/// <param name="Rows">Of all its files.</param>
/// <param name="Files">At least one: an empty relation has a file without rows, so that its columns can be read.</param>
public sealed record PublishedRelation(
    string Name, string? MonthOf, IReadOnlyList<PublishedColumn> Columns, long Rows, IReadOnlyList<PublishedFile> Files);

/// <summary>A column.</summary>
/// <param name="Name">As in the warehouse.</param>
/// <param name="Type">DuckDB's name of its type.</param>
public sealed record PublishedColumn(string Name, string Type);

/// <summary>A file of a published version.</summary>
/// <param name="Path">From the version's folder on, with forward slashes.</param>
/// <param name="Partition"><c>month=2026-01</c>, hive style; null where the relation has one file.</param>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, in lower-case hex.</param>
/// <param name="Fingerprint">Of its rows, whatever their order: two states of a partition with one fingerprint hold the same rows.</param>
public sealed record PublishedFile(string Path, string? Partition, long Rows, long Bytes, string Sha256, string Fingerprint)
{
    /// <summary>Whether it lies in a version's folder with its full length.</summary>
    internal bool IsWholeIn(string versionPath) =>
        new FileInfo(System.IO.Path.Combine(versionPath, Path)) is { Exists: true } found && found.Length == Bytes;

    internal bool Holds(PartitionState state) => Partition == state.Partition.Folder && Fingerprint == state.Fingerprint;
}
