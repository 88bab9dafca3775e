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
/// <param name="Show">How both are written.</param>
/// <param name="Better">Where it should go.</param>
internal sealed record HeadlineFigure(string Label, double? Value, double? Previous, Func<double, string> Show, Direction Better)
{
    /// <summary>A column of a query that has a row for each period.</summary>
    public static HeadlineFigure From(ReportRows periods, string label, string column, Func<double, string> show, Direction better = Direction.None) =>
        new(label, periods["current"].Number(column), periods["previous"].Number(column), show, better);
}
