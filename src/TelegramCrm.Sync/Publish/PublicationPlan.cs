using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>Which Parquet files a version will hold: some taken over from the version before, the rest written anew.</summary>
internal sealed class PublicationPlan
{
    private readonly Manifest? previous;
    private readonly string previousPath;

    private PublicationPlan(Manifest? previous, string previousPath, IReadOnlyList<PlannedFile> files)
    {
        this.previous = previous;
        this.previousPath = previousPath;
        Files = files;
    }

    public IReadOnlyList<PlannedFile> Files { get; }

    public int ChangedFileCount => Files.Count(file => file.Kept is null);

    /// <summary>Neither a file to write nor one that is no longer wanted.</summary>
    public bool IsUnchanged => previous is not null && ChangedFileCount == 0 && previous.Relations.Sum(relation => relation.Files.Count) == Files.Count;

    /// <summary>Compares every partition of the warehouse with what the version before holds of it.</summary>
    /// <exception cref="PublicationException">A column has a type that Parquet can't carry.</exception>
    public static PublicationPlan Make(DuckDBConnection warehouse, Manifest? previous, VersionFolders versions)
    {
        var before = previous is null ? "" : versions.PathOf(previous.Version);
        var relations = AnalyticsRelation.ReadAll(warehouse);
        foreach (var relation in relations)
            ParquetColumn.RefuseUnknownTypes(relation);
        return new(previous, before, [.. relations.SelectMany(FilesOf)]);

        IEnumerable<PlannedFile> FilesOf(AnalyticsRelation relation)
        {
            var comparable = previous?.Relations.FirstOrDefault(relation.HasShapeOf)?.Files ?? [];
            return relation.ReadPartitions(warehouse).Select(state => new PlannedFile(relation, state, comparable.FirstOrDefault(file => file.Holds(state) && IsWhole(file))));
        }

        bool IsWhole(PublishedFile file) =>
            new FileInfo(Path.Combine(before, file.Path)) is { Exists: true } found && found.Length == file.Bytes;
    }

    /// <summary>Writes or takes over every file, reads the new ones back, and flushes them and their folders.</summary>
    /// <returns>The relations, for the manifest.</returns>
    public async Task<IReadOnlyList<PublishedRelation>> WriteParquetAsync(DuckDBConnection warehouse, string draft, CancellationToken cancellationToken)
    {
        var relations = new List<PublishedRelation>();
        foreach (var planned in Files.GroupBy(file => file.Relation))
        {
            var files = new List<PublishedFile>();
            foreach (var file in planned)
                files.Add(file.Kept is { } kept ? TakeOver(kept, draft) : await file.WriteAsync(warehouse, draft, cancellationToken));
            relations.Add(new(planned.Key.Name, planned.Key.MonthOf, planned.Key.Columns, files.Sum(file => file.Rows), files));
        }
        return relations;
    }

    private PublishedFile TakeOver(PublishedFile kept, string draft)
    {
        var target = Path.Combine(draft, kept.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        DurableFiles.Link(Path.Combine(previousPath, kept.Path), target);
        return kept;
    }
}
