using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Clocks;

/// <summary>Shows a calendar day by day: the same open time that the clocks count, in the words of a rota.</summary>
public static class CalendarDays
{
    /// <summary>More than a day and the distance between any two zones.</summary>
    private static readonly Duration Margin = Duration.FromHours(60);

    /// <summary>The dates of a span, each with its open time.</summary>
    /// <param name="calendar">The calendar.</param>
    /// <param name="first">The first date.</param>
    /// <param name="last">The last date, which belongs to the span; not before <paramref name="first"/>.</param>
    /// <returns>One for each date, also for those that are closed or that the zone left out.</returns>
    public static IReadOnlyList<CalendarDay> Of(CalendarConfiguration calendar, LocalDate first, LocalDate last)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        var pieces = WorkingCalendar.Pieces(calendar, first.AtMidnight().InUtc().ToInstant() - Margin, last.AtMidnight().InUtc().ToInstant() + Margin).ToList();
        var seconds = pieces.GroupBy(piece => piece.Date).ToDictionary(day => day.Key, day => day.Sum(piece => (long)(piece.ClosesAt - piece.OpensAt).TotalSeconds));
        var shifts = Shifts(pieces);
        var begun = shifts.ToLookup(shift => shift.OpensAt.Date);
        var carried = shifts.Where(shift => shift.EndsNextDay).ToLookup(shift => shift.ClosesAt.Date);
        var notes = calendar.Versions.Select(version => new DayNotes(version)).ToList();
        return [.. Enumerable.Range(0, Period.DaysBetween(first, last) + 1).Select(first.PlusDays).Select(date =>
        {
            var holding = calendar.Versions.Index().Last(version => version.Item.From is not { } from || from <= date);
            return new CalendarDay(date, holding.Item.Zone, [.. begun[date]], [.. notes[holding.Index].On(date), .. carried[date].Select(Rest)], seconds.GetValueOrDefault(date));
        })];
    }

    private static string Rest(OpenStretch shift) => $"until {shift.ClosesAt.TimeOfDay:HH:mm} the shift of the day before";

    /// <summary>Joins what follows without a break within a date, and then what a night shift has after midnight to what it has before.</summary>
    private static List<OpenStretch> Shifts(IEnumerable<OpenPiece> pieces)
    {
        var shifts = new List<OpenStretch>();
        foreach (var day in Daily(pieces))
        {
            if (shifts.Count > 0 && IsRestOf(shifts[^1], day))
                shifts[^1] = shifts[^1] with { ClosesAt = day.ClosesAt };
            else
                shifts.Add(day);
        }
        return shifts;
    }

    /// <summary>Around-the-clock hours stay cut at midnight: only what begins within one day and ends within the next is a shift.</summary>
    private static bool IsRestOf(OpenStretch eve, OpenStretch day) => eve.ClosesAt.ToInstant() == day.OpensAt.ToInstant() && !eve.EndsNextDay
        && eve.OpensAt.TimeOfDay > LocalTime.Midnight && day.OpensAt.Date > eve.OpensAt.Date && day.ClosesAt.Date == day.OpensAt.Date;

    private static List<OpenStretch> Daily(IEnumerable<OpenPiece> pieces)
    {
        var days = new List<(LocalDate Date, OpenStretch Open)>();
        foreach (var piece in pieces)
        {
            var open = new OpenStretch(piece.OpensAt.WithOffset(piece.Offset), piece.ClosesAt.WithOffset(piece.Offset));
            if (days.Count > 0 && days[^1].Date == piece.Date && days[^1].Open.ClosesAt.ToInstant() == piece.OpensAt)
                days[^1] = (piece.Date, days[^1].Open with { ClosesAt = open.ClosesAt });
            else
                days.Add((piece.Date, open));
        }
        return [.. days.Select(day => day.Open)];
    }
}
