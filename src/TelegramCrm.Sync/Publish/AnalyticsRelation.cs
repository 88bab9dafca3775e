using Dapper;
using DuckDB.NET.Data;
using TelegramCrm.Sync.Transform;

namespace TelegramCrm.Sync.Publish;

/// <summary>A relation of the schema <c>analytics</c> as it stands in the warehouse.</summary>
internal sealed record AnalyticsRelation(string Name, IReadOnlyList<PublishedColumn> Columns)
{
    /// <summary>What the relation is partitioned by; null for one whose rows have no time.</summary>
    public string? MonthOf { get; } = TimeOfBirth.Among(Columns.Select(column => (column.Name, column.Type)))?.Column;

    public string QualifiedName => $"analytics.{SqlText.Name(Name)}";

    /// <summary>Every relation of the schema, by name; tables and views alike.</summary>
    public static IReadOnlyList<AnalyticsRelation> ReadAll(DuckDBConnection warehouse) =>
    [
        .. warehouse.Query<(string Relation, string Column, string Type)>("""
            select table_name, column_name, data_type
            from duckdb_columns()
            where database_name = current_database() and schema_name = 'analytics'
            order by table_name, column_index
            """)
            .GroupBy(column => column.Relation)
            .Select(columns => new AnalyticsRelation(columns.Key, [.. columns.Select(column => new PublishedColumn(column.Column, column.Type))])),
    ];

    /// <summary>Whether a published relation has the same columns and partitions, so that its files can be compared with this one's rows.</summary>
    public bool HasShapeOf(PublishedRelation published) =>
        published.Name == Name && published.MonthOf == MonthOf && published.Columns.SequenceEqual(Columns);

    /// <summary>The months that hold rows, with what tells whether they changed; an empty relation has one partition, without rows.</summary>
    public IReadOnlyList<PartitionState> ReadPartitions(DuckDBConnection warehouse)
    {
        // The sum sees what the exclusive or can't, a row that comes twice; hash() of the row covers every column, nulls included.
        // make_timestamp(epoch_us()) is the instant's UTC calendar, whatever the session's zone, at the price of an addition.
        var month = MonthOf is null ? "null" : Columns.First(column => column.Name == MonthOf).Type == "DATE"
            ? $"strftime({SqlText.Name(MonthOf)}, '%Y-%m')"
            : $"strftime(make_timestamp(epoch_us({SqlText.Name(MonthOf)})), '%Y-%m')";
        var states = warehouse.Query<(string? Month, long Rows, string Sum, string Xor)>($"""
            with hashed as (select {month} as month, hash(published_row) as row_hash from {QualifiedName} as published_row)
            select month, count(*), sum(row_hash)::varchar, bit_xor(row_hash)::varchar from hashed group by month order by month nulls last
            """)
            .Select(state => new PartitionState(Partition.Of(this, state.Month), state.Rows, $"{state.Rows}-{state.Sum}-{state.Xor}"))
            .ToList();
        return states.Count > 0 ? states : [new(Partition.Of(this, month: null), Rows: 0, Fingerprint: "0")];
    }
}

/// <summary>A partition's content, in short.</summary>
internal sealed record PartitionState(Partition Partition, long Rows, string Fingerprint);
