using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>The read-only DuckDB of a version: a new, compact file, so that what was deleted in the working one takes no room.</summary>
internal sealed class SnapshotDatabase : IDisposable
{
    public const string FileName = "warehouse.duckdb";

    /// <summary>What users ask about runs. Quarantined bytes and the loader's own bookkeeping stay in the working file.</summary>
    private static readonly string[] OpsTables = ["runs", "run_steps", "cursors", "coverage", "unknown_fields", "data_tests"];

    private readonly DuckDBConnection warehouse;

    private SnapshotDatabase(DuckDBConnection warehouse) => this.warehouse = warehouse;

    /// <summary>Makes the file and attaches it to the warehouse's connection; before a transaction, which could not detach it.</summary>
    public static SnapshotDatabase Attach(DuckDBConnection warehouse, string draft)
    {
        warehouse.Execute($"attach {SqlText.Literal(Path.Combine(draft, FileName))} as publishing");
        return new(warehouse);
    }

    /// <summary>Copies the relations of the manifest and the tables of runs, within the transaction of the caller.</summary>
    /// <exception cref="PublicationException">A copy does not hold the rows that the Parquet files hold.</exception>
    public void Fill(IReadOnlyList<PublishedRelation> relations, CancellationToken cancellationToken)
    {
        warehouse.Execute("create schema publishing.analytics; create schema publishing.ops;");
        foreach (var relation in relations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Copy($"analytics.{SqlText.Name(relation.Name)}");
            var copied = warehouse.ExecuteScalar<long>($"select count(*) from publishing.analytics.{SqlText.Name(relation.Name)}");
            if (copied != relation.Rows)
                throw new PublicationException($"analytics.{relation.Name}", $"the database holds {copied} rows and the Parquet files {relation.Rows}; nothing was published, the version before stays");
        }
        foreach (var table in OpsTables)
            Copy($"ops.{table}");
    }

    /// <summary>Detaches the file, which writes all of it and leaves no log beside it.</summary>
    public void Dispose() => warehouse.Execute("detach publishing");

    /// <summary>Flushes the detached file and describes it.</summary>
    public static async Task<PublishedFile> SealAsync(string draft, CancellationToken cancellationToken)
    {
        var path = Path.Combine(draft, FileName);
        DurableFiles.Flush(path);
        var (bytes, sha256) = await Checksum.OfAsync(path, cancellationToken);
        return new(FileName, Partition: null, Rows: 0, bytes, sha256, Fingerprint: "");
    }

    private void Copy(string name) => warehouse.Execute($"create table publishing.{name} as from {name}");
}
