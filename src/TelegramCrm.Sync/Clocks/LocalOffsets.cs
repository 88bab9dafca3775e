using NodaTime;

namespace TelegramCrm.Sync.Clocks;

/// <summary>How far a zone's wall clock stood from UTC, since when.</summary>
internal static class LocalOffsets
{
    /// <summary>From the start of all clocks on, until a year or two after an instant; they change only with the year.</summary>
    /// <param name="zone">The zone.</param>
    /// <param name="asOf">What the figures take for now.</param>
    public static IEnumerable<(Instant BeginsAt, int Seconds)> Of(DateTimeZone zone, Instant asOf)
    {
        var until = Instant.FromUtc(Math.Min(asOf.InUtc().Year, 9_990) + 2, 1, 1, 0, 0);
        return zone.GetZoneIntervals(new Interval(ClockRange.Start, Instant.Max(until, ClockRange.Start + Duration.FromDays(1))))
            .Select(interval => (Instant.Max(interval.HasStart ? interval.Start : ClockRange.Start, ClockRange.Start), interval.WallOffset.Seconds));
    }
}
