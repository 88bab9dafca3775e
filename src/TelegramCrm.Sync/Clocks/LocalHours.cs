using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Clocks;

/// <summary>
/// What the wall clock must show for a version of a calendar to be open. Every local date is decided by itself, so a shift over midnight
/// loses only the part that lies on a holiday, on whichever side of midnight that is.
/// </summary>
internal sealed class LocalHours(CalendarVersion version)
{
    private const int Day = 24 * 60 * 60;

    /// <summary>What is closed on single dates.</summary>
    public Closings Closings { get; } = new(version);

    /// <summary>The open wall-clock seconds of a date, 0 to 86,400: ascending, half-open, neither touching nor overlapping.</summary>
    public IReadOnlyList<OpenHours> On(LocalDate date)
    {
        var closings = Closings.On(date);
        if (closings.Any(closing => closing.IsHoliday))
            return [];
        var open = Merge(Planned(date));
        return closings.Count == 0 ? open : [.. closings.Aggregate<Closing, IEnumerable<OpenHours>>(open, (rest, closing) => Without(rest, closing.Hours))];
    }

    private IEnumerable<OpenHours> Planned(LocalDate date)
    {
        // Special hours say all there is to say about their date: a night shift that began the evening before stops at midnight.
        if (version.SpecialDays.TryGetValue(date, out var special))
            return special.Select(UpToMidnight);
        return Overnight(date.PlusDays(-1)).Concat(Weekly(date).Select(UpToMidnight));
    }

    private IEnumerable<OpenHours> Overnight(LocalDate eve) =>
        (version.SpecialDays.TryGetValue(eve, out var special) && !Closings.IsHoliday(eve) ? special : Weekly(eve))
            .Where(hours => hours.Closes > Day)
            .Select(hours => new OpenHours(0, Math.Min(hours.Closes - Day, Day)));

    private IReadOnlyList<OpenHours> Weekly(LocalDate date) => version.Weekly.TryGetValue(date.DayOfWeek, out var hours) ? hours : [];

    private static OpenHours UpToMidnight(OpenHours hours) => hours with { Closes = Math.Min(hours.Closes, Day) };

    private static IEnumerable<OpenHours> Without(IEnumerable<OpenHours> open, ClosedHours closed) => open
        .SelectMany(hours => new OpenHours[] { hours with { Closes = Math.Min(hours.Closes, closed.Begins) }, hours with { Opens = Math.Max(hours.Opens, closed.Ends) } })
        .Where(hours => hours.Opens < hours.Closes);

    private static List<OpenHours> Merge(IEnumerable<OpenHours> parts)
    {
        var merged = new List<OpenHours>();
        foreach (var part in parts.OrderBy(part => part.Opens))
        {
            if (merged.Count > 0 && part.Opens <= merged[^1].Closes)
                merged[^1] = merged[^1] with { Closes = Math.Max(merged[^1].Closes, part.Closes) };
            else
                merged.Add(part);
        }
        return merged;
    }
}
