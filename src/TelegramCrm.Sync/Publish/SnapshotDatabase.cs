using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>
/// The read-only DuckDB of a version. It begins as a copy of the one before, in which the partitions that changed are replaced; a new file, which
/// is compact, is made where that can't be done, and every so often to shed the room that replaced rows leave.
/// </summary>
internal sealed class SnapshotDatabase(DuckDBConnection warehouse, string draft) : IDisposable
{
    public const string FileName = "warehouse.duckdb";

    private const int VersionsBetweenCompactions = 50;

    /// <summary>What users ask about runs. Quarantined bytes and the loader's own bookkeeping stay in the working file.</summary>
    private static readonly string[] OpsTables = ["runs", "run_steps", "cursors", "unknown_fields", "data_tests", "reconciliations", "reconciled_days"];

    private readonly string path = Path.Combine(draft, FileName);

    /// <summary>Writes the planned relations and the tables of runs, within the transaction of the caller.</summary>
    /// <exception cref="PublicationException">A table does not hold as many rows as the Parquet files.</exception>
    public void Write(PublicationPlan plan, int version, CancellationToken cancellationToken)
    {
        var isCopy = version % VersionsBetweenCompactions != 0 && plan.Previous?.Database.IsWholeIn(plan.PreviousPath) == true;
        if (isCopy)
            File.Copy(Path.Combine(plan.PreviousPath, FileName), path);
        warehouse.Execute($"""
            attach {SqlText.Literal(path)} as publishing;
            create schema if not exists publishing.analytics;
            create schema if not exists publishing.ops;
            """);
        foreach (var relation in plan.Relations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (isCopy && relation.CanBeMended)
                Mend(relation);
            else
                Copy(relation.Relation.QualifiedName);
            RequireRows(relation);
        }
        foreach (var gone in isCopy ? plan.Previous!.Relations.Where(before => plan.Relations.All(planned => planned.Relation.Name != before.Name)) : [])
            warehouse.Execute($"drop table publishing.analytics.{SqlText.Name(gone.Name)}");
        foreach (var table in OpsTables)
            Copy($"ops.{table}");
    }

    /// <summary>Detaches the file, which writes all of it and leaves no log beside it. To be called outside the transaction.</summary>
    public void Dispose() => warehouse.Execute("detach database if exists publishing");

    /// <summary>Flushes the detached file and describes it.</summary>
    public static async Task<PublishedFile> SealAsync(string draft, CancellationToken cancellationToken)
    {
        var sealedPath = Path.Combine(draft, FileName);
        DurableFiles.Flush(sealedPath);
        var (bytes, sha256) = await Checksum.OfAsync(sealedPath, cancellationToken);
        return new(FileName, Partition: null, Rows: 0, bytes, sha256, Fingerprint: "");
    }

    private void Copy(string name) => warehouse.Execute($"create or replace table publishing.{name} as from {name}");

    private void Mend(PlannedRelation planned)
    {
        var name = planned.Relation.QualifiedName;
        foreach (var partition in planned.Files.Where(file => file.Kept is null).Select(file => file.State.Partition))
        {
            warehouse.Execute($"""
                delete from publishing.{name} where {partition.Condition};
                insert into publishing.{name} from {name} where {partition.Condition};
                """);
        }
    }

    private void RequireRows(PlannedRelation planned)
    {
        var name = planned.Relation.QualifiedName;
        var found = warehouse.ExecuteScalar<long>($"select count(*) from publishing.{name}");
        if (found != planned.Rows)
            throw new PublicationException(name, $"the database would hold {found} rows and the Parquet files {planned.Rows}; nothing was published, the version before stays");
    }
}
