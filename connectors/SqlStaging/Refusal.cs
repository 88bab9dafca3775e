using Npgsql;

namespace TelegramCrm.Connectors.SqlStaging;

/// <summary>What PostgreSQL has against what was sent.</summary>
internal static class Refusal
{
    private const string Remedy = "change the value or the mapping in sql/push/sql_staging, or the column of the table";

    /// <summary>Whether it is the data: a value that doesn't fit (22), a constraint (23), a trigger's own objection (P0), a key too long for an index (54). Anything else may pass another time.</summary>
    public static bool IsOfData(PostgresException error) => error.SqlState[..2] is "22" or "23" or "P0" or "54";

    /// <summary>Of a batch of several records.</summary>
    public static BatchRefusedException OfBatch(PostgresException error) => new(error.MessageText, Remedy) { Field = error.ColumnName };

    /// <summary>Of one record.</summary>
    public static RecordRefused Of(ExternalKey key, PostgresException error, string? field) =>
        new(key, new RecordRefusedException(key, error.MessageText, Remedy) { Field = error.ColumnName ?? field });

    /// <summary>A record with a field that no column could be made for; null when all can be written.</summary>
    public static RecordRefused? Of(PushRecord record)
    {
        if (record.Fields.Keys.FirstOrDefault(field => !Name.IsPossible(field) || StagingTable.OurColumns.Contains(field)) is not { } field)
            return null;
        var reason = Name.IsPossible(field) ? $"the column {field} is the connector's own" : $"PostgreSQL would cut the column's name {field} to 63 bytes";
        return new RecordRefused(record.Key, new RecordRefusedException(record.Key, reason, "give the column another name in the model") { Field = field });
    }

    /// <summary>A row that was not stored, though nothing was said.</summary>
    public static RecordRefused OfSilence(ExternalKey key) =>
        new(key, new RecordRefusedException(key, "the table did not keep the row and said nothing", "see which trigger or rule of the table throws it away"));

    /// <summary>A key that several rows carry.</summary>
    public static RecordRefusedException OfTwins(ExternalKey key, int rows) =>
        new(key, $"{rows} rows have this {StagingTable.Key}", $"remove all but one, and make {StagingTable.Key} the table's primary key");
}
