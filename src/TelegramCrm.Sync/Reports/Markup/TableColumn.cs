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

    /// <summary>What it has in common with its neighbours, above their headings; null for nothing.</summary>
    public string? Group { get; init; }

    /// <summary>Whether the query has its value of the period before too, in the column <c>previous_…</c>; it stands below.</summary>
    public bool IsCompared { get; init; }

    /// <summary>The query's column whose word, where there is one, stands beside the value as a mark: <c>deleted</c>.</summary>
    public string? Mark { get; init; }

    /// <summary>The value whose bar fills the cell.</summary>
    public double FullBar(ReportRows rows) => Format.Bar == BarLength.OfLargest ? rows.Rows.Max(row => row.Number(Name)) ?? 1 : 1;
}
