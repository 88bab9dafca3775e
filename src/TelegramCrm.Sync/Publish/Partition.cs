using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Publish;

/// <summary>A month of a relation, its rows without a time, or all of a relation that is not partitioned.</summary>
/// <param name="Folder">Hive style; null where the relation has one file.</param>
/// <param name="Condition">The rows, in SQL: a range of the bare column, so that DuckDB skips the row groups outside it.</param>
internal sealed record Partition(string? Folder, string Condition)
{
    /// <summary>Hive's name for 'null', which DuckDB reads back as one.</summary>
    private const string NoMonth = "month=__HIVE_DEFAULT_PARTITION__";

    private static readonly YearMonthPattern MonthPattern = YearMonthPattern.CreateWithInvariantCulture("uuuu'-'MM");

    /// <summary>The partition of a published file's folder.</summary>
    public static Partition InFolder(AnalyticsRelation relation, string? folder) => Of(relation, folder is null or NoMonth ? null : folder["month=".Length..]);

    /// <summary>The rows of any of several partitions, in SQL.</summary>
    public static string AnyOf(IEnumerable<Partition> partitions) => string.Join(" or ", partitions.Select(partition => $"({partition.Condition})"));

    public static Partition Of(AnalyticsRelation relation, string? month)
    {
        if (relation.MonthOf is not { } name)
            return new(Folder: null, "true");
        var column = SqlText.Name(name);
        if (month is null)
            return new(NoMonth, $"{column} is null");
        var parsed = MonthPattern.Parse(month).Value;
        return new($"month={month}", $"{column} >= {StartOf(parsed)} and {column} < {StartOf(parsed.PlusMonths(1))}");

        string StartOf(YearMonth start) => relation.Columns.First(candidate => candidate.Name == name).Type == "DATE"
            ? $"date '{MonthPattern.Format(start)}-01'"
            : $"timestamptz '{MonthPattern.Format(start)}-01 00:00:00+00'";
    }
}
