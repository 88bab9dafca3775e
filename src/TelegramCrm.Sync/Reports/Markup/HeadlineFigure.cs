namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>Where a figure should go.</summary>
internal enum Direction
{
    /// <summary>Neither way is better.</summary>
    None,

    /// <summary>More is better.</summary>
    Up,

    /// <summary>Less is better: a time.</summary>
    Down,
}

/// <summary>A figure and what it was before.</summary>
/// <param name="Label">What is counted or measured.</param>
/// <param name="Value">Now; null when nothing could be measured.</param>
/// <param name="Previous">In the period before; null when nothing could be measured.</param>
/// <param name="Measure">How both are written.</param>
/// <param name="Better">Where it should go.</param>
internal sealed record HeadlineFigure(string Label, double? Value, double? Previous, Measure Measure, Direction Better)
{
    /// <summary>A column of a query's row and the one named <c>previous_…</c> beside it.</summary>
    public static HeadlineFigure From(ReportRow row, string label, string column, Measure measure, Direction better = Direction.None) =>
        new(label, row.Number(column), row.Number($"previous_{column}"), measure, better);
}
