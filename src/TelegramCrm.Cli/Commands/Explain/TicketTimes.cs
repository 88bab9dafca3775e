using System.Globalization;
using NodaTime;
using TelegramCrm.Sync.Clocks;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Transform.Explain;

namespace TelegramCrm.Cli.Commands.Explain;

/// <summary>Instants by the wall clock of the calendar that held, with its distance from UTC.</summary>
/// <param name="calendars">As they are configured now.</param>
internal sealed class TicketTimes(IReadOnlyList<CalendarConfiguration> calendars)
{
    private const int MostDays = 3_660;

    /// <summary><c>Fri 2026-10-23 16:00:00 +02:00</c>.</summary>
    /// <param name="instant">Which.</param>
    /// <param name="calendar">Whose clock; UTC without one.</param>
    public string At(Instant instant, string? calendar) => Local(instant, calendar).ToString("ddd uuuu-MM-dd HH:mm:ss o<+HH:mm>", CultureInfo.InvariantCulture);

    /// <summary><c>Fri 2026-10-23 16:00–17:00 +02:00</c>, with both dates where it is longer than into the next day.</summary>
    public string Of(ExplainedOpenTime open)
    {
        // The end has the wall clock of the last open second, so that the end of a day is its 24:00.
        var (opens, last) = (Local(open.OpensAt, open.CalendarId), Local(open.ClosesAt - Duration.FromSeconds(1), open.CalendarId));
        return Period.DaysBetween(opens.Date, last.Date) < 2
            ? $"{opens.Date.ToString("ddd uuuu-MM-dd", CultureInfo.InvariantCulture)} {DayText.Of(new OpenStretch(opens, open.ClosesAt.WithOffset(last.Offset)))}"
            : $"{At(open.OpensAt, open.CalendarId)} – {At(open.ClosesAt, open.CalendarId)}";
    }

    /// <summary>Holidays, special hours, closures, changes of the clock and new versions on the dates of a slice, a line each.</summary>
    public IEnumerable<(LocalDate Date, string Text)> Notes(Instant from, Instant until, string? calendar)
    {
        if (calendars.FirstOrDefault(known => known.Name == calendar) is not { } known || until <= from)
            return [];
        var (first, last) = (Local(from, calendar).Date, Local(until - Duration.FromSeconds(1), calendar).Date);
        if (last < first || Period.DaysBetween(first, last) > MostDays)
            return [];
        return CalendarDays.Of(known, first, last).SelectMany(day => day.Notes.Select(note => (day.Date, $"{day.Date.ToString("ddd uuuu-MM-dd", CultureInfo.InvariantCulture)} {note}")));
    }

    /// <summary>The date by the wall clock.</summary>
    public LocalDate DateOf(Instant instant, string? calendar) => Local(instant, calendar).Date;

    private OffsetDateTime Local(Instant instant, string? calendar)
    {
        var versions = calendars.FirstOrDefault(known => known.Name == calendar)?.Versions;
        var zone = versions?.LastOrDefault(version => version.Begins <= instant)?.Zone ?? versions?[0].Zone ?? DateTimeZone.Utc;
        return instant.InZone(zone).ToOffsetDateTime();
    }
}
