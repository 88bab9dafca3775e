namespace TelegramCrm.Sync.Reports.Charts;

/// <summary>What a chart draws: a value a slot, null where there is none.</summary>
internal sealed record ChartSeries(string Name, IReadOnlyList<double?> Values, Func<double, string> Show)
{
    /// <summary>A column of a query, a slot a row.</summary>
    public static ChartSeries From(ReportRows rows, string name, string column, Func<double, string> show) =>
        new(name, [.. rows.Rows.Select(row => row.Number(column))], show);

    /// <summary>What someone who cannot see the chart should know of it.</summary>
    public string Summary => Values.Any(value => value is not null)
        ? $"{Name}: from {Show(Values.Min()!.Value)} to {Show(Values.Max()!.Value)}, last {Show(Values.Last(value => value is not null)!.Value)}."
        : $"{Name}: no values.";

    public string At(int slot) => $"{Name}: {(Values[slot] is { } value ? Show(value) : "–")}";
}
