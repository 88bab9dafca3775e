using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Publish;

/// <summary>
/// The folder that readers open: whole versions side by side, and a link <c>current</c> that names one of them.
/// A reader sees the old version or the new one, never a mix, and one that has the old one open may go on reading it.
/// </summary>
/// <remarks>
/// <code>
/// current → versions/7
/// versions/7/manifest.json             run, as_of, and each file's rows, bytes and SHA-256
/// versions/7/warehouse.duckdb          the schemas analytics and ops
/// versions/7/parquet/tickets/month=2026-01/data.parquet
/// </code>
/// One publication at a time: the owner of the working warehouse is the only writer of the folder.
/// </remarks>
/// <param name="folder">Made when it is not there.</param>
/// <param name="keepVersions">How many versions stay, the current one included; at least 2, so that a reader that has just followed the link finds what it named.</param>
public sealed class Publication(string folder, int keepVersions = 3)
{
    private readonly VersionFolders versions = new(folder);
    private readonly int keepVersions = keepVersions >= 2
        ? keepVersions
        : throw new ArgumentOutOfRangeException(nameof(keepVersions), keepVersions, "At least 2 versions are kept.");

    /// <summary>
    /// Publishes what the warehouse holds now, as one consistent state. Partitions whose content is the current version's are taken over as they
    /// are; when all are, no version is made, and the current one, with its run and its <c>as_of</c>, stays.
    /// </summary>
    /// <param name="warehouse">An open connection to the working file, outside a transaction.</param>
    /// <param name="runId">The run that made the data.</param>
    /// <param name="asOf">The instant that running clocks were read at.</param>
    /// <param name="cancellationToken">Leaves the current version in place; what was begun is removed by the next publication.</param>
    /// <exception cref="PublicationException">A column has a type that Parquet can't carry, or a file did not read back as it was written.</exception>
    public async Task<PublishedVersion> PublishAsync(DuckDBConnection warehouse, string runId, Instant asOf, CancellationToken cancellationToken)
    {
        versions.RemoveLeftovers();
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await PublishNextAsync(warehouse, runId, asOf, cancellationToken);
        }
        finally
        {
            versions.RemoveLeftovers(); // a failure may well be a full disk: half a version must not keep it full
        }
    }

    private async Task<PublishedVersion> PublishNextAsync(DuckDBConnection warehouse, string runId, Instant asOf, CancellationToken cancellationToken)
    {
        var current = versions.Current;
        var previousPath = current is { } number ? versions.PathOf(number) : "";
        var next = (current ?? 0) + 1;
        var draft = versions.BeginDraft(next);

        PublicationPlan plan;
        Manifest? held;
        IReadOnlyList<PublishedRelation> relations;
        using (var database = new SnapshotDatabase(warehouse, draft))
        using (var oneState = warehouse.BeginTransaction()) // files and database come from one state, whatever is loaded meanwhile
        {
            plan = PublicationPlan.Make(warehouse, Manifest.ReadOrNull(previousPath), previousPath);
            if (plan.IsUnchanged)
                return new(plan.Previous!.Version, previousPath, IsNew: false, FilesWritten: 0, plan.FileCount, plan.Previous.Rows);
            relations = await plan.WriteParquetAsync(warehouse, draft, cancellationToken);
            held = InheritedDatabase.Take(versions, plan.Previous, keepVersions, draft);
            database.Write(plan, held, cancellationToken);
            oneState.Commit();
        }
        var manifest = new Manifest(next, runId, asOf, plan.Transform, SnapshotDatabase.Seal(draft, relations.Sum(relation => relation.Rows), held), relations);
        manifest.Write(draft);
        versions.Seal(draft, next);
        versions.PointTo(next);
        versions.RemoveAllBut(keepVersions);
        return new(next, versions.PathOf(next), IsNew: true, plan.ChangedFileCount, plan.FileCount - plan.ChangedFileCount, manifest.Rows);
    }
}
