using System.Data;
using System.Globalization;
using System.Numerics;
using NodaTime;

namespace TelegramCrm.Sync.Reports;

/// <summary>What a query returned.</summary>
internal sealed record ReportRows(IReadOnlyList<string> Columns, IReadOnlyList<ReportRow> Rows)
{
    public int Count => Rows.Count;

    /// <summary>The one row whose first column says this.</summary>
    public ReportRow this[string key] => Rows.Single(row => key.Equals(row.Values[0]));

    public static ReportRows Read(IDataReader reader)
    {
        var columns = Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToList();
        var rows = new List<ReportRow>();
        while (reader.Read())
            rows.Add(new ReportRow(columns, [.. columns.Select((_, index) => Value(reader.GetValue(index)))]));
        return new ReportRows(columns, rows);
    }

    private static object? Value(object value) => value switch
    {
        DBNull => null,
        DateTime at => Instant.FromDateTimeUtc(DateTime.SpecifyKind(at, DateTimeKind.Utc)),
        DateOnly day => LocalDate.FromDateOnly(day),
        float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        string or bool => value,
        BigInteger sum => (long)sum,
        _ => (long)Convert.ToDecimal(value, CultureInfo.InvariantCulture),
    };
}
