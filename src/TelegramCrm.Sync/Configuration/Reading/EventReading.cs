using System.Globalization;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;

namespace TelegramCrm.Sync.Configuration.Reading;

/// <summary>
/// Turns an event of an iCalendar file into the times it closes. Ical.Net reads it and follows its recurrence; what it would leave
/// out without a word, such as a date that it can't read, is refused here.
/// </summary>
internal static class EventReading
{
    private const string Form = "write it as RFC 5545 says, such as DTSTART;VALUE=DATE:20261225";
    private const int MaxOccurrences = 100_000; // every day of 200 years, and some

    /// <summary>How often a rule may look in vain: what is every four years has looked 3 times, 29 February on a Monday 40.</summary>
    private static readonly EvaluationOptions Limits = new() { MaxUnmatchedIncrementsLimit = 1_000 };

    /// <summary>Every occurrence that reaches into the time calendars are expanded over.</summary>
    /// <param name="text">The event.</param>
    /// <param name="moved">The occurrences of recurring events that other events stand for.</param>
    /// <exception cref="UnreadableTextException">It can't be understood in full.</exception>
    public static IEnumerable<ClosingEvent> Occurrences(EventText text, IReadOnlySet<string> moved)
    {
        var read = Read(text);
        if (!read.IsActive) return [];
        var length = Length(text, read);
        var first = HolidayFile.From.AtMidnight() - length;
        try
        {
            return Starts(text, read).TakeWhile(start => Wall(start) < HolidayFile.Until.AtMidnight())
                .Where(start => Wall(start) >= first && (text.Replaces is not null || !moved.Contains(text.KeyOf(Written(start)))))
                .Select(start => new ClosingEvent(Wall(start), Wall(start) + length, read.Summary ?? text.Name, start.TzId is { } zone ? Zones.Canonical(zone) : null, IsTransparent(read), text.Line))
                .Take(MaxOccurrences).ToList();
        }
        catch (Exception endless) when (endless is EvaluationException or ArgumentException or InvalidOperationException)
        {
            throw Refused(text, "has a recurrence that can't be followed", "write its dates one by one");
        }
    }

    private static CalendarEvent Read(EventText text)
    {
        CalendarEvent read;
        try
        {
            read = Ical.Net.Calendar.Load(text.Alone())!.Events.Single();
        }
        catch (Exception broken) when (broken is System.Runtime.Serialization.SerializationException or ArgumentException or FormatException or InvalidOperationException)
        {
            throw Refused(text, $"can't be read ({broken.Message.Split('\n')[0].TrimEnd('.', '\r')})", Form);
        }
        if (read.DtStart is null) throw Refused(text, "has no start that can be read", Form);
        if (text.Count("RRULE") > (read.RecurrenceRule is null ? 0 : 1)) throw Refused(text, "has a recurrence that can't be read, or more than one", "give it one RRULE, or write its dates one by one");
        if (read.RecurrenceRule is { Frequency: FrequencyType.Secondly or FrequencyType.Minutely or FrequencyType.Hourly })
            throw Refused(text, "comes again within a day", "let it come again daily, weekly, monthly or yearly");
        if (text.Values("EXDATE") > read.ExceptionDates.GetAllDates().Count()) throw Refused(text, "has an EXDATE that can't be read", Form);
        if (text.Values("RDATE") > read.RecurrenceDates.GetAllDates().Count()) throw Refused(text, "has an RDATE that can't be read", Form);
        if (text.Count("DTEND") > (read.DtEnd is null ? 0 : 1) || text.Count("DURATION") > (read.Duration is null ? 0 : 1)) throw Refused(text, "has an end that can't be read", Form);
        if (read.DtStart.TzId is { } zone && Zones.Canonical(zone) is null) throw Refused(text, $"is in the zone \"{zone}\", which is not known", "name an IANA zone, or make it an all-day event");
        return read;
    }

    private static IEnumerable<CalDateTime> Starts(EventText text, CalendarEvent read) => text.Replaces is null
        ? read.GetOccurrences(options: Limits).Select(occurrence => occurrence.Period.StartTime)
        : [read.DtStart!];

    /// <summary>By the wall clock, so that a recurring event ends at the same time in summer and in winter.</summary>
    private static NodaTime.Period Length(EventText text, CalendarEvent read)
    {
        var start = Wall(read.DtStart!);
        var end = read switch
        {
            { DtEnd: { } given } => Wall(given),
            { Duration: { } lasting } => Wall(read.DtStart!.Add(lasting)),
            _ => start,
        };
        if (end > start) return NodaTime.Period.Between(start, end, PeriodUnits.Days | PeriodUnits.Seconds);
        // Many programs write an all-day event's last day as its end, although RFC 5545 wants the day after.
        return !read.DtStart!.HasTime && end == start ? NodaTime.Period.FromDays(1) : throw Refused(text, "ends before it begins, or at once", "give it a DTEND after its DTSTART");
    }

    private static bool IsTransparent(CalendarEvent read) => string.Equals(read.Transparency, "TRANSPARENT", StringComparison.OrdinalIgnoreCase);

    private static LocalDateTime Wall(CalDateTime time) => LocalDateTime.FromDateTime(time.Value);

    private static string Written(CalDateTime time) => time.Value.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);

    private static UnreadableTextException Refused(EventText text, string what, string remedy) => new($"the event \"{text.Name}\" {what}", remedy);
}
