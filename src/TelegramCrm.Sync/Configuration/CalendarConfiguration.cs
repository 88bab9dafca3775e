using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>When a team works: dated versions of weekly hours, holidays and special days.</summary>
/// <param name="Name">The key under <c>calendars</c>; stands as <c>calendar_id</c> in the warehouse.</param>
/// <param name="Versions">At least one, in ascending order of <see cref="CalendarVersion.From"/>.</param>
public sealed record CalendarConfiguration(string Name, IReadOnlyList<CalendarVersion> Versions);

/// <summary>The hours in force from a local date on, until the next version begins.</summary>
public sealed record CalendarVersion
{
    /// <summary>The first local date this version holds, in its zone. None for the first version, which holds since ever.</summary>
    public LocalDate? From { get; init; }

    /// <summary>The zone whose wall clock the hours are read from.</summary>
    public required DateTimeZone Zone { get; init; }

    /// <summary>Open hours a weekday, in any order; they may touch or overlap. A missing day is closed.</summary>
    public required IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<OpenHours>> Weekly { get; init; }

    /// <summary>Whole local dates without work. A holiday beats special hours.</summary>
    public IReadOnlySet<LocalDate> Holidays { get; init; } = new HashSet<LocalDate>();

    /// <summary>iCalendar files (.ics) whose events close: an all-day event is a holiday, one with a time of day closes for that time.</summary>
    public IReadOnlyList<HolidayFile> HolidayFiles { get; init; } = [];

    /// <summary>Whether events that a holiday file marks as free time (TRANSP:TRANSPARENT) close too, as public holiday calendars often mark theirs.</summary>
    public bool CountTransparent { get; init; }

    /// <summary>Hours of single local dates without work, whatever the weekly or special hours say.</summary>
    public IReadOnlyDictionary<LocalDate, IReadOnlyList<ClosedHours>> Closures { get; init; } =
        new Dictionary<LocalDate, IReadOnlyList<ClosedHours>>();

    /// <summary>Every event of the holiday files that closes: those marked as free time only if they count.</summary>
    public IEnumerable<ClosingEvent> ClosingEvents => HolidayFiles.SelectMany(file => file.Events).Where(closing => CountTransparent || !closing.IsTransparent);

    /// <summary>The first instant this version holds, by its own zone.</summary>
    public Instant Begins => From is { } date ? Zone.AtLeniently(date.AtMidnight()).ToInstant() : Instant.MinValue;

    /// <summary>Other hours for single local dates, instead of the weekly ones; an empty list closes the day.</summary>
    public IReadOnlyDictionary<LocalDate, IReadOnlyList<OpenHours>> SpecialDays { get; init; } =
        new Dictionary<LocalDate, IReadOnlyList<OpenHours>>();
}

/// <summary>An open interval of a day, in wall-clock seconds since its midnight, half-open.</summary>
/// <param name="Opens">0 to 86,399.</param>
/// <param name="Closes">Greater than <paramref name="Opens"/>; 86,400 is 24:00, and more reaches into the next day (22:00–06:00 is 79,200 to 108,000).</param>
public readonly record struct OpenHours(int Opens, int Closes);

/// <summary>A closed interval of a day, in wall-clock seconds since its midnight, half-open.</summary>
/// <param name="Begins">0 to 86,399.</param>
/// <param name="Ends">Greater than <paramref name="Begins"/>; more than 86,400 reaches into the next day.</param>
public readonly record struct ClosedHours(int Begins, int Ends);

/// <summary>Which calendar holds for a ticket: the first rule whose conditions all match, else the default.</summary>
/// <param name="Calendar">The name of a calendar.</param>
/// <param name="When">What a ticket must match; an empty condition matches every ticket.</param>
public sealed record CalendarRule(string Calendar, TicketCondition When);
