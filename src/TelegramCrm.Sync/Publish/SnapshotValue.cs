using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Publish;

/// <summary>DuckDB.NET's values as ours: times say whether they are instants, and bytes outlive the row.</summary>
internal static class SnapshotValue
{
    public static object? Of(DuckDBDataReader reader, int column) => reader.GetValue(column) switch
    {
        DBNull => null,
        DateTime time when reader.GetDataTypeName(column) == "TimestampTz" => Instant.FromDateTimeUtc(DateTime.SpecifyKind(time, DateTimeKind.Utc)),
        DateTime time => LocalDateTime.FromDateTime(time),
        DateOnly day => LocalDate.FromDateOnly(day),
        Stream bytes => BytesOf(bytes),
        var value => value,
    };

    private static byte[] BytesOf(Stream stream)
    {
        using (stream)
        {
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
    }
}
