namespace TelegramCrm.Sync.Reports;

/// <summary>A row of a query: null, text, <see cref="long"/>, <see cref="double"/>, Instant or LocalDate in each column.</summary>
internal sealed record ReportRow(IReadOnlyList<string> Columns, IReadOnlyList<object?> Values)
{
    public object? this[string column] => Values[PlaceOf(column)];

    public long Count(string column) => (long)this[column]!;

    /// <summary>A count, a share or a number of seconds; null where there is none.</summary>
    public double? Number(string column) => this[column] switch
    {
        long whole => whole,
        double number => number,
        _ => null,
    };

    private int PlaceOf(string column)
    {
        for (var place = 0; place < Columns.Count; place++)
        {
            if (Columns[place] == column)
                return place;
        }
        throw new KeyNotFoundException($"the query has no column {column}, only {string.Join(", ", Columns)}");
    }
}
