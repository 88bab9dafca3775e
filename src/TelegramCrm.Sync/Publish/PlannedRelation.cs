namespace TelegramCrm.Sync.Publish;

/// <summary>A relation that a version will hold.</summary>
/// <param name="Relation">The relation in the warehouse.</param>
/// <param name="Files">Its files in this version.</param>
internal sealed record PlannedRelation(AnalyticsRelation Relation, IReadOnlyList<PlannedFile> Files)
{
    public long Rows => Files.Sum(file => file.State.Rows);

    /// <summary>Where its rows and those of a version that has the same columns are not the same: changed partitions, new ones, and ones that are gone.</summary>
    public IEnumerable<Partition> PartitionsThatDifferFrom(PublishedRelation held) =>
    [
        .. Files.Where(file => !held.Files.Any(other => other.Holds(file.State))).Select(file => file.State.Partition),
        .. held.Files.Where(other => Files.All(file => file.State.Partition.Folder != other.Partition)).Select(other => Partition.InFolder(Relation, other.Partition)),
    ];
}
