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

    /// <summary>The open wall-clock seconds of a date, 0 to 86,400: ascending, half-open, neither touching nor overlapping.</summary>
    public IReadOnlyList<OpenHours> On(LocalDate date)
    {
        if (version.Holidays.Contains(date))
            return [];
        // Special hours say all there is to say about their date: a night shift that began the evening before stops at midnight.
        if (version.SpecialDays.TryGetValue(date, out var special))
            return Merge(special.Select(hours => hours with { Closes = Math.Min(hours.Closes, Day) }));
        return Merge(Overnight(date.PlusDays(-1)).Concat(Weekly(date).Select(hours => hours with { Closes = Math.Min(hours.Closes, Day) })));
    }

    private IEnumerable<OpenHours> Overnight(LocalDate eve) =>
        (version.SpecialDays.TryGetValue(eve, out var special) && !version.Holidays.Contains(eve) ? special : Weekly(eve))
            .Where(hours => hours.Closes > Day)
            .Select(hours => new OpenHours(0, Math.Min(hours.Closes - Day, Day)));

    private IReadOnlyList<OpenHours> Weekly(LocalDate date) => version.Weekly.TryGetValue(date.DayOfWeek, out var hours) ? hours : [];

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
