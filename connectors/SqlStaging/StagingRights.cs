using Npgsql;

namespace TelegramCrm.Connectors.SqlStaging;

/// <summary>Proves, from the catalogue alone, that the tables can be written and made.</summary>
/// <param name="connection">As the user that will write.</param>
/// <param name="settings">Which tables.</param>
internal sealed class StagingRights(NpgsqlConnection connection, SqlStagingSettings settings)
{
    public async Task<CheckResult> ProveAsync(CancellationToken cancellationToken)
    {
        if (await IsAsync("select current_setting('transaction_read_only')::boolean", cancellationToken))
            return CheckResult.NotReady($"{Place} only reads; name the server that is written to");
        if (!await IsAsync("select exists (select from pg_namespace where nspname = @schema)", cancellationToken))
            return CheckResult.NotReady($"{Place} has no schema {settings.Schema}; create it, or name another");
        if (!await IsAsync("select has_schema_privilege(@schema, 'usage')", cancellationToken))
            return CheckResult.NotReady($"{Place}: user {connection.UserName} may not use schema {settings.Schema}; grant usage on it");
        var canCreate = await IsAsync("select has_schema_privilege(@schema, 'create')", cancellationToken);
        var missing = 0;
        foreach (var entity in settings.Entities)
        {
            if (await StagingTable.FindAsync(connection, settings, entity, cancellationToken) is not { } table)
                missing++;
            else if (await ObjectionToAsync(table, cancellationToken) is { } objection)
                return CheckResult.NotReady($"{Place}: {objection}");
        }
        return missing == 0 || canCreate
            ? CheckResult.Ready($"{Place}: user {connection.UserName} may write {settings.Entities.Count - missing} tables of schema {settings.Schema} and make {missing} more")
            : CheckResult.NotReady($"{Place}: {missing} tables are missing, and user {connection.UserName} may not make any in schema {settings.Schema}; grant create on it, or make them");
    }

    private string Place => $"PostgreSQL {connection.Host}:{connection.Port}/{connection.Database}";

    private async Task<string?> ObjectionToAsync(StagingTable table, CancellationToken cancellationToken)
    {
        if (StagingTable.OurColumns.FirstOrDefault(column => !table.Has(column)) is { } column)
            return $"{table.Sql} has no column {column}; add it, or let the connector make the table";
        var rights = settings.DeletesRows ? "select, insert, update, delete" : "select, insert, update";
        foreach (var right in rights.Split(", "))
            if (!await IsAsync("select has_table_privilege(@table, @right)", cancellationToken, new("table", table.Sql), new("right", right)))
                return $"user {connection.UserName} may not {right} in {table.Sql}; grant {rights} on it";
        return await IsAsync("""
            select exists (
                select from pg_index
                where indrelid = @table::regclass and indisunique and indpred is null and indexprs is null
                    and indnkeyatts = 1 and indkey[0] = (select attnum from pg_attribute where attrelid = indrelid and attname = @key)
            )
            """, cancellationToken, new("table", table.Sql), new("key", StagingTable.Key))
            ? null
            : $"{table.Sql} does not keep {StagingTable.Key} unique; make it the primary key";
    }

    private async Task<bool> IsAsync(string sql, CancellationToken cancellationToken, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        if (sql.Contains("@schema", StringComparison.Ordinal))
            command.Parameters.Add(new NpgsqlParameter("schema", settings.Schema));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }
}
