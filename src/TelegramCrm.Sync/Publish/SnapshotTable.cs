using Dapper;
using DuckDB.NET.Data;

namespace TelegramCrm.Sync.Publish;

/// <summary>A table of the attached database <c>publishing</c>, and the relation of the working file that it is made after.</summary>
/// <param name="warehouse">In the publication's transaction.</param>
/// <param name="name">With its schema, as SQL has it.</param>
internal sealed class SnapshotTable(DuckDBConnection warehouse, string name)
{
    /// <summary>Writes all of it.</summary>
    public void Copy() => warehouse.Execute($"create or replace table publishing.{name} as from {name}");

    /// <summary>
    /// Makes some of its rows those of the original, and writes only rows that differ. Rows are compared by their hash and how often each comes,
    /// so that no key is needed and equal rows count.
    /// </summary>
    /// <param name="condition">Which rows, in SQL; the others are the original's already.</param>
    public void Mend(string condition) => warehouse.Execute($"""
        create or replace temp table differing_rows as
        select row_hash
        from (
            select hash(wanted) as row_hash, 1 as occurrences from {name} as wanted where {condition}
            union all
            select hash(held) as row_hash, -1 as occurrences from publishing.{name} as held where {condition}
        )
        group by row_hash
        having sum(occurrences) <> 0;
        delete from publishing.{name} as held where ({condition}) and hash(held) in (from differing_rows);
        insert into publishing.{name} from {name} as wanted where ({condition}) and hash(wanted) in (from differing_rows);
        drop table differing_rows;
        """);

    /// <summary>Whether the two have the same columns, so that their rows can be compared.</summary>
    public bool HasColumnsOfOriginal() => warehouse.ExecuteScalar<bool>($"""
        with columns as (
            select database_name, column_index, column_name, data_type
            from duckdb_columns()
            where schema_name || '.' || table_name = {SqlText.Literal(name)}
        )
        select (select list((column_name, data_type) order by column_index) from columns where database_name = 'publishing')
            is not distinct from (select list((column_name, data_type) order by column_index) from columns where database_name = current_database())
        """);
}
