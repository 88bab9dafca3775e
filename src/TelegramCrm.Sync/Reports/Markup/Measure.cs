namespace TelegramCrm.Sync.Reports.Markup;

/// <summary>How a figure and its change since before are written.</summary>
/// <param name="Show">The figure.</param>
/// <param name="ShowChange">The size of the change from the second to the first, without its direction.</param>
internal sealed record Measure(Func<double, string> Show, Func<double, double, string> ShowChange)
{
    /// <summary>Things counted; the change is relative.</summary>
    public static Measure Count { get; } = new(
        Display.Count,
        (now, before) => before == 0 ? Display.Count(now) : Display.Share(Math.Abs(now - before) / before));

    /// <summary>A share of one; the change is in percentage points.</summary>
    public static Measure Share { get; } = new(Display.Share, (now, before) => Display.Points(Math.Abs(now - before)));

    /// <summary>Seconds that may be too few for minutes.</summary>
    public static Measure ShortSeconds { get; } = new(Display.ShortSeconds, (now, before) => Display.ShortSeconds(Math.Abs(now - before)));

    /// <summary>Seconds, shown in hours and minutes.</summary>
    public static Measure Seconds { get; } = new(Display.Seconds, (now, before) => Display.Seconds(Math.Abs(now - before)));
}
