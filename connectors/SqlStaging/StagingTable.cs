using System.Text.Json;
using Npgsql;

namespace TelegramCrm.Connectors.SqlStaging;

/// <summary>A table of the staging schema as it stands: its columns with their types.</summary>
/// <param name="schema">The schema it lies in.</param>
/// <param name="entity">Its name.</param>
/// <param name="columns">The types of its columns as PostgreSQL writes them, by name.</param>
/// <param name="readersColumns">Columns that are not ours.</param>
internal sealed class StagingTable(string schema, string entity, IReadOnlyDictionary<string, string> columns, IReadOnlyList<string> readersColumns)
{
    /// <summary>Our key, and the table's.</summary>
    public const string Key = "external_key";

    /// <summary>When the row was last written, by our clock.</summary>
    public const string PushedAt = "pushed_at";

    /// <summary>When the record was removed; null while it is there.</summary>
    public const string DeletedAt = "deleted_at";

    /// <summary>Names that a mapped field can't have.</summary>
    public static IReadOnlyList<string> OurColumns { get; } = [Key, PushedAt, DeletedAt];

    /// <summary>The table's name in SQL.</summary>
    public string Sql { get; } = $"{Name.Quote(schema)}.{Name.Quote(entity)}";

    /// <summary>
    /// What the state of a row is called, as an expression over <c>present</c>: a hash of all that it says, but for when it was written and the reader's own columns
    /// (<c>@skipped</c>). What is null counts as not there, so that a column more is no edit of every row.
    /// </summary>
    public const string Revision = "md5(jsonb_strip_nulls(to_jsonb(present) - @skipped)::text)";

    /// <summary>The parameter of <see cref="Revision"/>.</summary>
    public NpgsqlParameter Skipped => new("skipped", readersColumns.Append(PushedAt).ToArray());

    public string TypeOf(string column) => columns[column];

    public bool Has(string column) => columns.ContainsKey(column);

    /// <summary>Reads a table from the catalogue.</summary>
    /// <returns>Null when there is none.</returns>
    public static async Task<StagingTable?> FindAsync(NpgsqlConnection connection, SqlStagingSettings settings, string entity, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            select attname, format_type(atttypid, atttypmod)
            from pg_attribute
            join pg_class on pg_class.oid = attrelid
            join pg_namespace on pg_namespace.oid = relnamespace
            where nspname = $1 and relname = $2 and relkind in ('r', 'p', 'v', 'f') and attnum > 0 and not attisdropped
            """, connection);
        command.Parameters.Add(new() { Value = settings.Schema });
        command.Parameters.Add(new() { Value = entity });
        var columns = new Dictionary<string, string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            columns.Add(reader.GetString(0), reader.GetString(1));
        return columns.Count == 0 ? null : new StagingTable(settings.Schema, entity, columns, settings.ReadersColumns);
    }

    /// <summary>Makes the table, or the columns of it, that the records need and that are not there.</summary>
    public static async Task<StagingTable> EnsureAsync(NpgsqlConnection connection, SqlStagingSettings settings, PushBatch batch, CancellationToken cancellationToken)
    {
        var table = await FindAsync(connection, settings, batch.Entity, cancellationToken);
        var statements = Missing(table, settings, batch).ToList();
        if (statements.Count == 0)
            return table!;
        await using var command = new NpgsqlCommand(string.Join(";\n", statements), connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return (await FindAsync(connection, settings, batch.Entity, cancellationToken))!;
    }

    private static IEnumerable<string> Missing(StagingTable? table, SqlStagingSettings settings, PushBatch batch)
    {
        var name = $"{Name.Quote(settings.Schema)}.{Name.Quote(batch.Entity)}";
        if (table is null)
            yield return $"create table if not exists {name} ({Key} text primary key, {PushedAt} timestamp with time zone not null, {DeletedAt} timestamp with time zone)";
        var fields = batch.Records.SelectMany(record => record.Fields.Keys).Distinct();
        foreach (var field in fields.Where(field => table?.Has(field) != true))
            if (TypeFor(field, settings, batch) is { } type)
                yield return $"alter table {name} add column if not exists {Name.Quote(field)} {type}";
    }

    private static string? TypeFor(string field, SqlStagingSettings settings, PushBatch batch) => settings.Types.TryGetValue($"{batch.Entity}.{field}", out var type)
        ? type
        : ColumnType.For(field, [.. batch.Records.Select(record => record.Fields.GetValueOrDefault(field)).Where(value => value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))]);
}
