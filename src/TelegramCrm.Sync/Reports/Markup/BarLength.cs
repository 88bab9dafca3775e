namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>What a full bar in a cell stands for.</summary>
internal enum BarLength
{
    /// <summary>There is no bar.</summary>
    None,

    /// <summary>The whole, 100 %.</summary>
    OfWhole,

    /// <summary>The largest value of the column.</summary>
    OfLargest,
}
