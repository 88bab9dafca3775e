namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>A column of a table on a page.</summary>
/// <param name="Heading">What stands above it.</param>
/// <param name="Name">The query's column.</param>
/// <param name="Format">How its values look.</param>
internal sealed record TableColumn(string Heading, string Name, CellFormat Format)
{
    /// <summary>What stands where the query has no value.</summary>
    public string WhenNull { get; init; } = "–";

    /// <summary>Whether its texts are sentences, which need room.</summary>
    public bool IsWide { get; init; }

    /// <summary>The value whose bar fills the cell.</summary>
    public double FullBar(ReportRows rows) => Format.Bar == BarLength.OfLargest ? rows.Rows.Max(row => row.Number(Name)) ?? 1 : 1;
}
