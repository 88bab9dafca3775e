using NodaTime;
using TelegramCrm.Sync.Load;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract.Backfills;

/// <summary>
/// Cuts a span into windows of whole days, of one day where that makes no more than <see cref="Most"/>. A window need not
/// be small to be safe, since it goes on at its own page; but windows are what is read side by side and what counts as
/// covered one by one, while each costs a request and a commit even if it is empty.
/// </summary>
public static class WindowPlan
{
    /// <summary>The most windows of one stream, give or take the part of a day at either end.</summary>
    public const int Most = 100;

    /// <summary>The windows, ascending and without a gap; a stream that can't be asked for a span has one: all of it.</summary>
    /// <param name="stream">Which stream.</param>
    /// <param name="span">Not empty, with a beginning and an end.</param>
    public static IReadOnlyList<VersionSpan> Cut(CrmStream stream, VersionSpan span)
    {
        if (stream is not { IsOrdered: true, UntilParameter: not null })
            return [VersionSpan.Whole];
        var days = Math.Max(1, (int)Math.Ceiling((span.Until - span.From).TotalDays / Most));
        var windows = new List<VersionSpan>();
        for (var from = span.From; from < span.Until;)
        {
            var until = Instant.Min(MidnightBefore(from) + Duration.FromDays(days), span.Until);
            windows.Add(new VersionSpan(from, until));
            from = until;
        }
        return windows;
    }

    private static Instant MidnightBefore(Instant at) => at.InUtc().Date.AtMidnight().InUtc().ToInstant();
}
