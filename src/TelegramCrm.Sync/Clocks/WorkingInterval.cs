using NodaTime;

namespace TelegramCrm.Sync.Clocks;

/// <summary>A stretch of time without a break in which a calendar is open; half-open.</summary>
/// <param name="OpensAt">The first open instant, on a whole second.</param>
/// <param name="ClosesAt">The first instant that is closed again; later than <paramref name="OpensAt"/>.</param>
/// <param name="SecondsBefore">The calendar's open seconds from the start of its expansion to <paramref name="OpensAt"/>.</param>
public readonly record struct WorkingInterval(Instant OpensAt, Instant ClosesAt, long SecondsBefore)
{
    /// <summary>The open seconds in it; above 0.</summary>
    public long Seconds => (long)(ClosesAt - OpensAt).TotalSeconds;
}
