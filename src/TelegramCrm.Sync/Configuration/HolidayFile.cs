using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What an iCalendar file said when the configuration was read. The events are part of the configuration: who changes the file changes it.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Events">At least one; every occurrence of a recurring event, within <see cref="From"/> and <see cref="Until"/>. Cancelled ones are left out.</param>
public sealed record HolidayFile(string Path, IReadOnlyList<ClosingEvent> Events)
{
    /// <summary>Recurring events are followed from here on: no calendar is expanded over earlier times.</summary>
    public static readonly LocalDate From = new(2000, 1, 1);

    /// <summary>Recurring events are followed up to here, exclusive.</summary>
    public static readonly LocalDate Until = new(2200, 1, 1);
}

/// <summary>An occurrence of an event that closes a calendar, by the wall clock.</summary>
/// <param name="From">Where it begins; midnight of an all-day event.</param>
/// <param name="Until">Where it ends, exclusive and later than <paramref name="From"/>; midnight of an all-day event.</param>
/// <param name="Name">The event's summary.</param>
/// <param name="Zone">The zone whose wall clock that is, as the file calls it; null for the calendar's own.</param>
/// <param name="IsTransparent">Whether the file marks it as free time.</param>
/// <param name="Line">Where the event begins in the file, from 1.</param>
public sealed record ClosingEvent(LocalDateTime From, LocalDateTime Until, string Name, string? Zone, bool IsTransparent, int Line);
