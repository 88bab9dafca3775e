namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>A ticket's life, walked through minute by minute.</summary>
/// <param name="createdAt">The minute of its creation; it is then new and in the first calendar.</param>
/// <param name="statuses">Its changes of status, in order.</param>
/// <param name="calendars">Its moves between calendars, in order.</param>
/// <param name="open">For each calendar, whether each minute is open.</param>
internal sealed class TicketWalk(int createdAt, (int At, string Status)[] statuses, (int At, int Calendar)[] calendars, bool[][] open)
{
    public static bool IsActive(string status) => status is not ("pending" or "on_hold" or "resolved" or "closed");

    private static bool IsDone(string status) => status is "resolved" or "closed";

    public int? FirstResolved => Resolutions.Cast<int?>().FirstOrDefault();

    /// <summary>Null while the ticket is open again.</summary>
    public int? LastResolved => statuses.Length > 0 && IsDone(statuses[^1].Status) ? Resolutions.Last() : null;

    private IEnumerable<int> Resolutions =>
        statuses.Where((change, index) => IsDone(change.Status) && !(index > 0 && IsDone(statuses[index - 1].Status))).Select(change => change.At);

    /// <summary>The open seconds from creation to an end in the statuses that count; null without an end.</summary>
    public long? Seconds(int? end, Func<string, bool> counts) =>
        end is { } last ? Enumerable.Range(createdAt, last - createdAt).LongCount(minute => IsOpenAt(minute, minute) && counts(StatusAt(minute))) * 60 : null;

    /// <summary>
    /// The first minute at which so many have counted. From its end on, the clock is taken to run on in the calendar of that moment; when it
    /// stands still there because the ticket waits, nothing is due.
    /// </summary>
    public int? Due(int targetMinutes, int end, Func<string, bool> counts)
    {
        var used = 0;
        for (var minute = createdAt; minute < open[0].Length; minute++)
        {
            if (IsOpenAt(minute, Math.Min(minute, end)) && (minute >= end || counts(StatusAt(minute))) && ++used == targetMinutes)
                return minute + 1;
        }
        return null;
    }

    private bool IsOpenAt(int minute, int movedUntil) => open[calendars.Where(move => move.At <= movedUntil).Select(move => move.Calendar).LastOrDefault()][minute];

    private string StatusAt(int minute) => statuses.Where(change => change.At <= minute).Select(change => change.Status).LastOrDefault("new");
}
