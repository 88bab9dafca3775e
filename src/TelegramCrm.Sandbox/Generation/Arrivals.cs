namespace TelegramCrm.Sandbox.Generation;

/// <summary>When customers write: two peaks on working days, quiet nights and weekends, good and bad weeks, a few incidents.</summary>
internal sealed class Arrivals
{
    // by hour of the day in UTC; the peaks are the late morning and the afternoon
    private static readonly double[] Hours = [1, .7, .5, .5, .8, 1.5, 3, 5.5, 8.5, 10.5, 11, 9, 6.5, 7.5, 9.5, 9, 7.5, 5.5, 4.5, 4, 3.2, 2.6, 2, 1.4];

    // Sunday first
    private static readonly double[] Days = [.27, 1.22, 1.15, 1.06, 1.02, .9, .34];

    private readonly DateTimeOffset start;
    private readonly DateTimeOffset end;
    private readonly double[] upTo;

    public Arrivals(DateTimeOffset start, DateTimeOffset end, int seed)
    {
        this.start = new DateTimeOffset(start.Year, start.Month, start.Day, start.Hour, 0, 0, TimeSpan.Zero);
        this.end = end;
        var total = 0.0;
        upTo = new double[(int)Math.Ceiling((end - this.start).TotalHours)];
        for (var hour = 0; hour < upTo.Length; hour++)
            upTo[hour] = total += Intensity(this.start.AddHours(hour), seed);
    }

    /// <summary>The instant by which a share of all tickets has arrived.</summary>
    /// <param name="share">From 0 to below 1.</param>
    public DateTimeOffset At(double share)
    {
        var wanted = share * upTo[^1];
        var hour = Array.BinarySearch(upTo, wanted);
        hour = Math.Min(hour < 0 ? ~hour : hour + 1, upTo.Length - 1);
        var before = hour == 0 ? 0 : upTo[hour - 1];
        var at = start.AddHours(hour).AddSeconds(Math.Floor(3600 * (wanted - before) / (upTo[hour] - before)));
        return at < end ? at : end.AddSeconds(-1);
    }

    private static double Intensity(DateTimeOffset hour, int seed)
    {
        var day = hour.UtcTicks / TimeSpan.TicksPerDay;
        var season = 1 + 0.25 * Math.Sin(2 * Math.PI * hour.DayOfYear / 365.25) + 0.1 * Math.Sin(2 * Math.PI * day / 30.4); // pay days
        var weather = 0.85 + 0.3 * Draw.Share(seed, "day", day);
        var incident = Draw.Share(seed, "incident", day) < 0.03 && hour.Hour is >= 9 and < 13 ? 2.2 : 1;
        return Hours[hour.Hour] * Days[(int)hour.DayOfWeek] * season * weather * incident;
    }
}
