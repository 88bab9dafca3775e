namespace TelegramCrm.Sync.Publish;

/// <summary>A relation that a version will hold.</summary>
/// <param name="Relation">The relation in the warehouse.</param>
/// <param name="Before">Its files in the version before; none when it was not there, or had other columns.</param>
/// <param name="Files">Its files in this version.</param>
internal sealed record PlannedRelation(AnalyticsRelation Relation, IReadOnlyList<PublishedFile> Before, IReadOnlyList<PlannedFile> Files)
{
    /// <summary>Whether the table of the version before becomes this one by replacing the partitions that changed. One that vanished is not replaced.</summary>
    public bool CanBeMended => Before.Count > 0 && Before.All(file => Files.Any(planned => planned.State.Partition.Folder == file.Partition));

    public long Rows => Files.Sum(file => file.State.Rows);
}
