using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>A Parquet file that a version will hold.</summary>
/// <param name="Relation">Whose rows.</param>
/// <param name="State">Which of them.</param>
/// <param name="Kept">The file of the version before that holds exactly these rows; null when it has to be written.</param>
internal sealed record PlannedFile(AnalyticsRelation Relation, PartitionState State, PublishedFile? Kept)
{
    /// <summary>Bounds what COPY and its readers hold in memory.</summary>
    private const int RowsPerGroup = 122_880;

    private string RelativePath => string.Join('/', new[] { "parquet", Relation.Name, State.Partition.Folder, "data.parquet" }.OfType<string>());

    public async Task<PublishedFile> WriteAsync(DuckDBConnection warehouse, string draft, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = Path.Combine(draft, RelativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        warehouse.Execute($"""
            copy (select * from {Relation.QualifiedName} where {State.Partition.Condition})
            to {SqlText.Literal(path)} (format parquet, compression zstd, row_group_size {RowsPerGroup})
            """);
        await ParquetReadBack.CheckAsync(path, Relation, State.Rows, cancellationToken);
        DurableFiles.Flush(path);
        var (bytes, sha256) = await Checksum.OfAsync(path, cancellationToken);
        return new(RelativePath, State.Partition.Folder, State.Rows, bytes, sha256, State.Fingerprint);
    }
}
