using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Publish;

/// <summary>A relation of the schema <c>analytics</c> as it stands in the warehouse.</summary>
internal sealed record AnalyticsRelation(string Name, bool IsView, IReadOnlyList<PublishedColumn> Columns)
{
    /// <summary>What the relation is partitioned by; null for one whose rows have no time.</summary>
    public string? MonthOf { get; } = TimeOfBirth.Among(Columns.Select(column => (column.Name, column.Type)))?.Column;

    public string QualifiedName => $"analytics.{SqlText.Name(Name)}";

    /// <summary>Every relation of the schema, by name; tables and views alike.</summary>
    public static IReadOnlyList<AnalyticsRelation> ReadAll(DuckDBConnection warehouse) =>
    [
        .. warehouse.Query<(string Relation, bool IsView, string Column, string Type)>("""
            select table_name, table_name in (
                select view_name from duckdb_views() where database_name = current_database() and schema_name = 'analytics'), column_name, data_type
            from duckdb_columns()
            where database_name = current_database() and schema_name = 'analytics'
            order by table_name, column_index
            """)
            .GroupBy(column => (column.Relation, column.IsView))
            .Select(columns => new AnalyticsRelation(columns.Key.Relation, columns.Key.IsView, [.. columns.Select(column => new PublishedColumn(column.Column, column.Type))])),
    ];

    /// <summary>Whether a published relation has the same columns and partitions, so that its files can be compared with this one's rows.</summary>
    public bool HasShapeOf(PublishedRelation published) =>
        published.Name == Name && published.MonthOf == MonthOf && published.Columns.SequenceEqual(Columns);

    /// <summary>What it holds, by partition, where each partition's rows can only have changed in some of them.</summary>
    /// <param name="warehouse">The working file.</param>
    /// <param name="before">Its files in the version before, with these columns; none when there is no such version.</param>
    /// <param name="changed">Where to look; null: everywhere. Elsewhere it still holds what it did.</param>
    /// <returns>At least one: an empty relation has one partition, without rows.</returns>
    public IReadOnlyList<PartitionState> ReadPartitions(DuckDBConnection warehouse, IReadOnlyList<PublishedFile> before, IReadOnlyList<Partition>? changed)
    {
        List<PartitionState> states = changed is null || before.Count == 0
            ? [.. HashPartitions(warehouse, "true")]
            : [.. before.Select(StateIn).Where(state => !changed.Contains(state.Partition)), .. changed.Count == 0 ? [] : HashPartitions(warehouse, Partition.AnyOf(changed))];
        states.RemoveAll(state => state.Rows == 0);
        return states.Count > 0 ? [.. states.OrderBy(state => state.Partition.Folder, StringComparer.Ordinal)] : [new(Partition.Of(this, month: null), Rows: 0, Fingerprint: "0")];
    }

    private PartitionState StateIn(PublishedFile file) => new(Partition.InFolder(this, file.Partition), file.Rows, file.Fingerprint);

    private IEnumerable<PartitionState> HashPartitions(DuckDBConnection warehouse, string condition)
    {
        // The sum sees what the exclusive or can't, a row that comes twice; hash() of the row covers every column, nulls included.
        // make_timestamp(epoch_us()) is the instant's UTC calendar, whatever the session's zone, at the price of an addition.
        var month = MonthOf is null ? "null" : Columns.First(column => column.Name == MonthOf).Type == "DATE"
            ? $"strftime({SqlText.Name(MonthOf)}, '%Y-%m')"
            : $"strftime(make_timestamp(epoch_us({SqlText.Name(MonthOf)})), '%Y-%m')";
        return warehouse.Query<(string? Month, long Rows, string Sum, string Xor)>($"""
            with hashed as (select {month} as month, hash(published_row) as row_hash from {QualifiedName} as published_row where {condition})
            select month, count(*), sum(row_hash)::varchar, bit_xor(row_hash)::varchar from hashed group by month
            """)
            .Select(state => new PartitionState(Partition.Of(this, state.Month), state.Rows, $"{state.Rows}-{state.Sum}-{state.Xor}"));
    }
}

/// <summary>A partition's content, in short.</summary>
internal sealed record PartitionState(Partition Partition, long Rows, string Fingerprint);
