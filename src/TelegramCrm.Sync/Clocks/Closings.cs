using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Clocks;

/// <summary>What is closed on single dates for a version of a calendar: holidays, closures, and the events of its holiday files.</summary>
internal sealed class Closings
{
    private const int Day = 24 * 60 * 60;

    private readonly Dictionary<LocalDate, List<Closing>> byDate = [];

    /// <summary>Gathers what a version closes, cut at midnights.</summary>
    public Closings(CalendarVersion version)
    {
        foreach (var holiday in version.Holidays) Add(holiday, new(0, Day), "");
        foreach (var (date, hours) in version.Closures)
            foreach (var closed in hours) Add(date, closed, "");
        foreach (var closing in version.ClosingEvents) Add(closing);
    }

    /// <summary>The closed parts of a date, 0 to 86,400; they may touch and overlap.</summary>
    public IReadOnlyList<Closing> On(LocalDate date) => byDate.TryGetValue(date, out var closings) ? closings : [];

    /// <summary>Whether a date is closed from midnight to midnight by one and the same thing.</summary>
    public bool IsHoliday(LocalDate date) => On(date).Any(closing => closing.IsHoliday);

    private void Add(ClosingEvent closing)
    {
        var last = closing.Until.Date;
        for (var date = closing.From.Date; date <= last; date = date.PlusDays(1))
            Add(date, new(date == closing.From.Date ? SecondOf(closing.From) : 0, date == last ? SecondOf(closing.Until) : Day), closing.Name);
    }

    private void Add(LocalDate date, ClosedHours hours, string name)
    {
        if (hours.Begins >= hours.Ends) return;
        if (!byDate.TryGetValue(date, out var closings)) byDate[date] = closings = [];
        closings.Add(new(hours with { Ends = Math.Min(hours.Ends, Day) }, name));
        if (hours.Ends > Day) Add(date.PlusDays(1), new(0, hours.Ends - Day), name);
    }

    private static int SecondOf(LocalDateTime time) => (int)(time.NanosecondOfDay / NodaConstants.NanosecondsPerSecond);
}

/// <summary>A closed part of a date.</summary>
/// <param name="Hours">Within 0 and 86,400.</param>
/// <param name="Name">What closes; empty when the configuration gives it no name.</param>
internal readonly record struct Closing(ClosedHours Hours, string Name)
{
    /// <summary>Whether it is the whole date.</summary>
    public bool IsHoliday => Hours is { Begins: 0, Ends: 24 * 60 * 60 };
}
