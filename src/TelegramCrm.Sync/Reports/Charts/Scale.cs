namespace TelegramCrm.Sync.Reports.Charts;

/// <summary>A value axis: where it starts and ends, its grid lines, and how its values are written.</summary>
internal sealed record Scale(double From, double To, double Step, Func<double, string> Show)
{
    private const int MostSteps = 5;

    // Steps that people read off a clock: minutes, then hours, then whole days of hours.
    private static readonly double[] ClockSteps = [60, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400];
    private static readonly double[] CountSteps = [1, 2, 5, 10];

    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round((To - From) / Step) + 1).Select(tick => From + (tick * Step));

    public static Scale Counts(IEnumerable<double?> values)
    {
        var highest = Math.Max(values.Max() ?? 0, 1);
        var power = Math.Pow(10, Math.Floor(Math.Log10(highest / MostSteps)));
        var step = CountSteps.Select(factor => Math.Max(factor * power, 1)).First(step => highest / step <= MostSteps);
        return UpTo(highest, step, Display.Count);
    }

    public static Scale Seconds(IEnumerable<double?> values)
    {
        var highest = Math.Max(values.Max() ?? 0, 60);
        var step = ClockSteps.FirstOrDefault(step => highest / step <= MostSteps, Math.Ceiling(highest / MostSteps / 86400) * 86400);
        return UpTo(highest, step, Display.Seconds);
    }

    /// <summary>Up to 100 %, from the ten below the lowest: a line needs no zero to be read, only its labels.</summary>
    public static Scale Shares(IEnumerable<double?> values)
    {
        var from = Math.Min(Math.Floor((values.Min() ?? 0) * 10) / 10, 0.8);
        return new Scale(from, 1, from >= 0.75 ? 0.05 : (1 - from) / Math.Ceiling((1 - from) / 0.2), share => $"{share * 100:0}\u00A0%");
    }

    /// <summary>How far up a value stands: 0 at the start, 1 at the end.</summary>
    public double At(double value) => (value - From) / (To - From);

    private static Scale UpTo(double highest, double step, Func<double, string> show) => new(0, Math.Ceiling(highest / step) * step, step, show);
}
