using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>Which calendars are open when, within a span.</summary>
public sealed class OpenCalendars
{
    private readonly Dictionary<string, IReadOnlyList<WorkingInterval>> intervals;

    /// <summary>Lays calendars out.</summary>
    /// <param name="calendars">Which.</param>
    /// <param name="from">The first instant that will be asked for.</param>
    /// <param name="until">The last.</param>
    public OpenCalendars(IEnumerable<CalendarConfiguration> calendars, Instant from, Instant until)
    {
        ArgumentNullException.ThrowIfNull(calendars);
        intervals = calendars.ToDictionary(calendar => calendar.Name, calendar => WorkingCalendar.Expand(calendar, from, until + Duration.FromSeconds(1)));
    }

    /// <summary>Whether a calendar is open.</summary>
    /// <param name="calendar">Its name; one that is not there is never open.</param>
    /// <param name="at">Within the span.</param>
    public bool IsOpen(string calendar, Instant at)
    {
        if (!intervals.TryGetValue(calendar, out var open))
            return false;
        var (low, high) = (0, open.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = open[middle].OpensAt <= at ? (middle + 1, high) : (low, middle);
        }
        return low > 0 && at < open[low - 1].ClosesAt;
    }
}
