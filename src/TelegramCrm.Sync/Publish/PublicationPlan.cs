using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>What a version will hold, and what of it the version before holds already.</summary>
internal sealed record PublicationPlan(
    IReadOnlyList<PlannedRelation> Relations, PublishedTransform? Transform, Manifest? Previous, string PreviousPath)
{
    public int FileCount => Relations.Sum(relation => relation.Files.Count);

    public int ChangedFileCount => Relations.Sum(relation => relation.Files.Count(file => file.Kept is null));

    /// <summary>Neither a file to write nor one that is no longer wanted.</summary>
    public bool IsUnchanged => Previous is not null && ChangedFileCount == 0 && Previous.Relations.Sum(relation => relation.Files.Count) == FileCount;

    /// <summary>Compares the warehouse with what the version before holds of it, where transforms since then noted a change; everywhere when they can't tell.</summary>
    /// <exception cref="PublicationException">A column has a type that Parquet can't carry.</exception>
    public static PublicationPlan Make(DuckDBConnection warehouse, Manifest? previous, string previousPath)
    {
        var relations = AnalyticsRelation.ReadAll(warehouse);
        foreach (var relation in relations)
            ParquetColumn.RefuseUnknownTypes(relation);
        var changes = ChangedPartitions.Since(previous?.Transform, warehouse);
        return new([.. relations.Select(PlanOf)], PublishedTransform.NewestIn(warehouse), previous, previousPath);

        PlannedRelation PlanOf(AnalyticsRelation relation)
        {
            var before = previous?.Relations.FirstOrDefault(relation.HasShapeOf)?.Files ?? [];
            return new(relation,
            [
                .. relation.ReadPartitions(warehouse, before, changes.Of(relation)).Select(state =>
                    new PlannedFile(relation, state, before.FirstOrDefault(file => file.Holds(state) && file.IsWholeIn(previousPath)))),
            ]);
        }
    }

    /// <summary>Writes or takes over every file, and reads the new ones back.</summary>
    /// <returns>The relations, for the manifest.</returns>
    public async Task<IReadOnlyList<PublishedRelation>> WriteParquetAsync(DuckDBConnection warehouse, string draft, CancellationToken cancellationToken)
    {
        var published = new List<PublishedRelation>();
        foreach (var (relation, planned) in Relations)
        {
            var files = new List<PublishedFile>();
            foreach (var file in planned)
                files.Add(file.Kept is { } kept ? TakeOver(kept, draft) : await file.WriteAsync(warehouse, draft, cancellationToken));
            published.Add(new(relation.Name, relation.MonthOf, relation.Columns, files.Sum(file => file.Rows), files));
        }
        return published;
    }

    private PublishedFile TakeOver(PublishedFile kept, string draft)
    {
        var target = Path.Combine(draft, kept.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        DurableFiles.Link(Path.Combine(PreviousPath, kept.Path), target);
        return kept;
    }
}
