namespace TelegramCrm.Sandbox.Generation;

/// <summary>When the company answers: 06–22 on working days, 09–17 on weekends, UTC.</summary>
internal static class Desk
{
    public static bool IsOpen(DateTimeOffset at) => at.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? at.Hour is >= 9 and < 17 : at.Hour is >= 6 and < 22;

    /// <summary>When work that begins at an instant is done: what the day does not hold waits for the next morning.</summary>
    public static DateTimeOffset After(DateTimeOffset at, TimeSpan work, Dice dice)
    {
        var done = NextOpen(at, dice) + work;
        return IsOpen(done) || work > TimeSpan.FromHours(12) ? NextOpen(done, dice) : NextOpen(done, dice) + dice.About(TimeSpan.FromMinutes(20), 0.7);
    }

    private static DateTimeOffset NextOpen(DateTimeOffset at, Dice dice)
    {
        if (IsOpen(at))
            return at;
        var hour = new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero);
        while (!IsOpen(hour))
            hour = hour.AddHours(1);
        return hour + dice.About(TimeSpan.FromMinutes(25), 0.8); // the morning's queue is worked off one by one
    }
}
