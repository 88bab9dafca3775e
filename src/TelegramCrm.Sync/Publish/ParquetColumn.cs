using Parquet.Schema;

namespace TelegramCrm.Sync.Publish;

/// <summary>Which DuckDB types Parquet carries without loss, and what its readers see of them.</summary>
internal static class ParquetColumn
{
    private static readonly Dictionary<string, Type> Types = new()
    {
        ["BOOLEAN"] = typeof(bool),
        ["TINYINT"] = typeof(sbyte),
        ["SMALLINT"] = typeof(short),
        ["INTEGER"] = typeof(int),
        ["BIGINT"] = typeof(long),
        ["UTINYINT"] = typeof(byte),
        ["USMALLINT"] = typeof(ushort),
        ["UINTEGER"] = typeof(uint),
        ["UBIGINT"] = typeof(ulong),
        ["FLOAT"] = typeof(float),
        ["DOUBLE"] = typeof(double),
        ["DECIMAL"] = typeof(decimal),
        ["VARCHAR"] = typeof(ReadOnlyMemory<char>),
        ["JSON"] = typeof(ReadOnlyMemory<byte>),
        ["DATE"] = typeof(DateTime),
        ["TIMESTAMP"] = typeof(DateTime),
        ["TIMESTAMP WITH TIME ZONE"] = typeof(DateTime),
    };

    /// <exception cref="PublicationException">A HUGEINT, above all, which sum() makes of a BIGINT: Parquet would silently make it a floating-point number.</exception>
    public static void RefuseUnknownTypes(AnalyticsRelation relation)
    {
        foreach (var column in relation.Columns)
        {
            if (!Types.ContainsKey(ScalarOf(column.Type)))
                throw new PublicationException($"{relation.QualifiedName}.{column.Name}", $"Parquet can't carry {column.Type} without loss; cast it, to BIGINT or JSON for example, in sql/analytics/{relation.Name}.sql");
        }
    }

    /// <summary>Whether a reader of the file sees the type that the warehouse has.</summary>
    public static bool Carries(string type, Field field) => (type.EndsWith("[]", StringComparison.Ordinal), field) switch
    {
        (true, ListField list) => Carries(type[..^2], list.Item),
        (false, DateTimeDataField time) => time.DateTimeFormat == DateTimeFormat.Date ? type == "DATE"
            : time.IsAdjustedToUTC ? type == "TIMESTAMP WITH TIME ZONE" : type == "TIMESTAMP",
        (false, DataField data) => data.ClrType == Types[ScalarOf(type)],
        _ => false,
    };

    private static string ScalarOf(string type) => type.Replace("[]", "", StringComparison.Ordinal).Split('(')[0];
}
