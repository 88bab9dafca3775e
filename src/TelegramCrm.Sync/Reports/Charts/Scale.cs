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
        return UpTo(highest, Math.Max(RoundStep(highest), 1), Display.Count);
    }

    public static Scale Seconds(IEnumerable<double?> values)
    {
        var highest = Math.Max(values.Max() ?? 0, 60);
        var step = ClockSteps.FirstOrDefault(step => highest / step <= MostSteps, Math.Ceiling(highest / MostSteps / 86400) * 86400);
        return UpTo(highest, step, OnTheClock);
    }

    /// <summary>Up to 100 %, closer in where all are high: a line needs no zero to be read, only its labels.</summary>
    public static Scale Shares(IReadOnlyCollection<double?> values)
    {
        if (values.Max() is > 1 and var highest) // more uses of templates than replies, say
            return UpTo(highest, RoundStep(highest), Percent);

        var (from, step) = (values.Min() ?? 0) switch
        {
            >= 0.8 => (0.8, 0.05),
            >= 0.5 => (0.5, 0.1),
            _ => (0, 0.25),
        };
        return new Scale(from, 1, step, Percent);
    }

    /// <summary>How far up a value stands: 0 at the start, 1 at the end.</summary>
    public double At(double value) => (value - From) / (To - From);

    private static string OnTheClock(double seconds) => seconds % 3600 == 0 && seconds > 0 ? $"{Display.Count(seconds / 3600)}\u00A0h" : Display.Seconds(seconds);

    private static string Percent(double share) => $"{share * 100:0}\u00A0%";

    private static double RoundStep(double highest)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(highest / MostSteps)));
        return CountSteps.Select(factor => factor * power).First(step => highest / step <= MostSteps);
    }

    private static Scale UpTo(double highest, double step, Func<double, string> show) => new(0, Math.Ceiling(highest / step) * step, step, show);
}
