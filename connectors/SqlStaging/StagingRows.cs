using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace TelegramCrm.Connectors.SqlStaging;

/// <summary>Reads and writes the rows of a staging table, many at a time.</summary>
/// <param name="connection">Inside the transaction of the batch, if there is one.</param>
/// <param name="table">The table as it stands.</param>
internal sealed class StagingRows(NpgsqlConnection connection, StagingTable table)
{
    /// <summary>The rows of some keys as they stand, removed ones too. A key may come twice only in a table that others made without a key.</summary>
    /// <param name="keys">Which rows.</param>
    /// <param name="locks">Whether nobody else may write them until the transaction ends.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ILookup<string, RemoteRecord>> ReadAsync(IEnumerable<string> keys, bool locks, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"""
            select {StagingTable.Key}, {StagingTable.Revision}
            from {table.Sql} as present
            where {StagingTable.Key} = any(@keys)
            order by {StagingTable.Key}
            {(locks ? "for update" : "")}
            """, connection);
        command.Parameters.Add(table.Skipped);
        command.Parameters.Add(new NpgsqlParameter("keys", keys.ToArray()));
        return (await ReadAsync(command, cancellationToken)).ToLookup(row => row.Key, row => row.Remote);
    }

    /// <summary>Every row that is not marked as removed.</summary>
    public async IAsyncEnumerable<RemoteRecord> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"select {StagingTable.Key}, {StagingTable.Revision} from {table.Sql} as present where {StagingTable.DeletedAt} is null", connection);
        command.Parameters.Add(table.Skipped);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            yield return new RemoteRecord(reader.GetString(0), reader.GetString(1));
    }

    /// <summary>Creates and overwrites rows; a removed one is there again.</summary>
    /// <returns>What the table keeps of each row, after its triggers; a row that they threw away is missing.</returns>
    public async Task<IReadOnlyDictionary<string, RemoteRecord>> UpsertAsync(IReadOnlyList<PushRecord> records, DateTimeOffset pushedAt, CancellationToken cancellationToken)
    {
        // A field without a column has had no value yet in any record: there is nothing to write of it.
        var fields = records.SelectMany(record => record.Fields.Keys).Distinct().Where(table.Has).ToList();
        var names = fields.Select(Name.Quote).ToList();
        await using var command = new NpgsqlCommand($"""
            insert into {table.Sql} as present ({string.Join(", ", (string[])[StagingTable.Key, StagingTable.PushedAt, .. names])})
            select {string.Join(", ", (string[])[StagingTable.Key, "@pushed_at", .. names])}
            from json_to_recordset(@rows) as given ({string.Join(", ", Typed(fields).Prepend($"{StagingTable.Key} text"))})
            on conflict ({StagingTable.Key}) do update set {string.Join(", ", Assigned([StagingTable.PushedAt, .. fields]).Append($"{StagingTable.DeletedAt} = null"))}
            returning {StagingTable.Key}, {StagingTable.Revision}
            """, connection);
        command.Parameters.Add(table.Skipped);
        command.Parameters.Add(new NpgsqlParameter("pushed_at", pushedAt));
        command.Parameters.Add(new NpgsqlParameter("rows", NpgsqlDbType.Json) { Value = ToJson(records, fields) });
        return (await ReadAsync(command, cancellationToken)).ToDictionary(row => row.Key, row => row.Remote);
    }

    /// <summary>Marks rows as removed, or takes them away.</summary>
    public async Task RemoveAsync(IEnumerable<string> keys, DateTimeOffset removedAt, bool deletes, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(deletes
            ? $"delete from {table.Sql} where {StagingTable.Key} = any(@keys)"
            : $"update {table.Sql} set {StagingTable.DeletedAt} = @at, {StagingTable.PushedAt} = @at where {StagingTable.Key} = any(@keys) and {StagingTable.DeletedAt} is null", connection);
        command.Parameters.Add(new NpgsqlParameter("keys", keys.ToArray()));
        if (!deletes)
            command.Parameters.Add(new NpgsqlParameter("at", removedAt));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Which field of a record its column does not take, tried without writing; null when each alone is taken.</summary>
    public async Task<string?> FindMisfitAsync(PushRecord record, CancellationToken cancellationToken)
    {
        foreach (var field in record.Fields.Keys.Where(table.Has))
        {
            await using var command = new NpgsqlCommand($"select {Name.Quote(field)} from json_to_recordset(@rows) as given ({Typed([field]).Single()})", connection);
            command.Parameters.Add(new NpgsqlParameter("rows", NpgsqlDbType.Json) { Value = ToJson([record], [field]) });
            try
            {
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            catch (PostgresException)
            {
                return field;
            }
        }
        return null;
    }

    private IEnumerable<string> Typed(IEnumerable<string> fields) => fields.Select(field => $"{Name.Quote(field)} {table.TypeOf(field)}");

    private static IEnumerable<string> Assigned(IEnumerable<string> columns) => columns.Select(Name.Quote).Select(column => $"{column} = excluded.{column}");

    private static string ToJson(IReadOnlyList<PushRecord> records, List<string> fields)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartArray();
            foreach (var record in records)
            {
                json.WriteStartObject();
                json.WriteString(StagingTable.Key, record.Key.Value);
                foreach (var field in fields.Where(record.Fields.ContainsKey))
                {
                    json.WritePropertyName(field);
                    record.Fields[field].WriteTo(json);
                }
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static async Task<List<(string Key, RemoteRecord Remote)>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var rows = new List<(string, RemoteRecord)>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            rows.Add((reader.GetString(0), new RemoteRecord(reader.GetString(0), reader.GetString(1))));
        return rows;
    }
}
