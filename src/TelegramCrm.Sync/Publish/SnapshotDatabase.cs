using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>
/// The read-only DuckDB of a version. It begins as one of an older version, in which the rows that differ are replaced, or from nothing, which
/// makes it compact.
/// </summary>
internal sealed class SnapshotDatabase(DuckDBConnection warehouse, string draft) : IDisposable
{
    public const string FileName = "warehouse.duckdb";

    /// <summary>What users ask about runs. Quarantined bytes and the loader's own bookkeeping stay in the working file.</summary>
    private static readonly string[] OpsTables = ["runs", "run_steps", "failed_requests", "cursors", "unknown_fields", "data_tests", "reconciliations", "reconciled_days"];

    /// <summary>Writes the planned relations and the tables of runs, within the transaction of the caller.</summary>
    /// <param name="plan">What the database will hold.</param>
    /// <param name="held">What the file in the draft holds already; null when there is none.</param>
    /// <param name="cancellationToken">Asked between two relations.</param>
    /// <exception cref="PublicationException">A table does not hold as many rows as the Parquet files.</exception>
    public void Write(PublicationPlan plan, Manifest? held, CancellationToken cancellationToken)
    {
        warehouse.Execute($"""
            attach {SqlText.Literal(Path.Combine(draft, FileName))} as publishing;
            create schema if not exists publishing.analytics;
            create schema if not exists publishing.ops;
            """);
        foreach (var relation in plan.Relations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Write(relation, held?.Relations.FirstOrDefault(relation.Relation.HasShapeOf));
            RequireRows(relation);
        }
        foreach (var gone in held?.Relations.Where(before => plan.Relations.All(planned => planned.Relation.Name != before.Name)) ?? [])
            warehouse.Execute($"drop table publishing.analytics.{SqlText.Name(gone.Name)}");
        foreach (var table in OpsTables)
            WriteOps(table);
    }

    /// <summary>Detaches the file, which writes all of it and leaves no log beside it. To be called outside the transaction.</summary>
    public void Dispose() => warehouse.Execute("detach database if exists publishing");

    /// <summary>Flushes the detached file and describes it.</summary>
    public static PublishedDatabase Seal(string draft, long rows, Manifest? held)
    {
        var path = Path.Combine(draft, FileName);
        DurableFiles.Flush(path);
        var bytes = new FileInfo(path).Length;
        return new(FileName, rows, bytes, held?.Database.CompactBytes ?? bytes);
    }

    private void Write(PlannedRelation planned, PublishedRelation? held)
    {
        var table = new SnapshotTable(warehouse, planned.Relation.QualifiedName);
        if (held is null)
        {
            table.Copy();
            return;
        }
        foreach (var partition in planned.PartitionsThatDifferFrom(held)) // one by one, which bounds the memory and skips the row groups of other months
            table.Mend(partition.Condition);
    }

    private void WriteOps(string name)
    {
        var table = new SnapshotTable(warehouse, $"ops.{name}");
        if (table.HasColumnsOfOriginal())
            table.Mend("true");
        else
            table.Copy();
    }

    private void RequireRows(PlannedRelation planned)
    {
        var name = planned.Relation.QualifiedName;
        var found = warehouse.ExecuteScalar<long>($"select count(*) from publishing.{name}");
        if (found != planned.Rows)
            throw new PublicationException(name, $"the database would hold {found} rows and the Parquet files {planned.Rows}; nothing was published, the version before stays. To have everything written from nothing, delete {Manifest.FileName} of each version and publish again");
    }
}
