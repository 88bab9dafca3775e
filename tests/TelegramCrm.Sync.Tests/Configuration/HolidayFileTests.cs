using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Configuration;

public sealed class HolidayFileTests : IDisposable
{
    private readonly ConfigurationText text = new();

    public void Dispose() => text.Dispose();

    [Fact]
    public void An_all_day_event_closes_whole_dates_up_to_its_exclusive_end()
    {
        var events = EventsOf(
            Event("DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas"),
            Event("DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270102", "SUMMARY:Turn of", "  the year"),
            Event("DTSTART;VALUE=DATE:20260501", "DURATION:P3D", "SUMMARY:Spring"),
            Event("DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:20260601", "SUMMARY:One day"));
        Assert.Equal(
            [("Christmas", Midnight(2026, 12, 25), Midnight(2026, 12, 26)), ("Turn of the year", Midnight(2026, 12, 31), Midnight(2027, 1, 2)),
             ("Spring", Midnight(2026, 5, 1), Midnight(2026, 5, 4)), ("One day", Midnight(2026, 6, 1), Midnight(2026, 6, 2))],
            events.Select(closing => (closing.Name, closing.From, closing.Until)));
        Assert.Equal([3, 7, 13, 18], events.Select(closing => closing.Line));
    }

    [Fact]
    public void A_yearly_event_comes_again_from_2000_to_2199_but_for_its_exceptions()
    {
        var years = EventsOf(Event("DTSTART;VALUE=DATE:16011225", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20251225,20261225", "EXDATE;VALUE=DATE:20301225", "EXDATE;VALUE=DATE:20301225"))
            .Select(closing => closing.From.Year).ToList();
        Assert.Equal(Enumerable.Range(2000, 200).Except([2025, 2026, 2030]), years);
    }

    [Fact]
    public void A_recurrence_by_weekday_and_single_dates_are_followed()
    {
        Assert.Equal([new LocalDate(2026, 11, 26), new LocalDate(2027, 11, 25)],
            EventsOf(Event("DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=2")).Select(closing => closing.From.Date));
        Assert.Equal([new LocalDate(2026, 4, 3), new LocalDate(2027, 3, 26)],
            EventsOf(Event("DTSTART;VALUE=DATE:20260403", "RDATE;VALUE=DATE:20270326")).Select(closing => closing.From.Date));
    }

    [Fact]
    public void An_event_that_stands_for_an_occurrence_of_another_replaces_it_or_calls_it_off()
    {
        var events = EventsOf(
            Event("UID:x", "DTSTART;VALUE=DATE:20241225", "RRULE:FREQ=YEARLY;COUNT=3", "SUMMARY:Feast"),
            Event("UID:x", "RECURRENCE-ID;VALUE=DATE:20251225", "DTSTART;VALUE=DATE:20251227", "SUMMARY:Moved"),
            Event("UID:x", "RECURRENCE-ID;VALUE=DATE:20261225", "DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED"));
        Assert.Equal([("Feast", new LocalDate(2024, 12, 25)), ("Moved", new LocalDate(2025, 12, 27))], events.Select(closing => (closing.Name, closing.From.Date)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(";TZID=Europe/Berlin")]
    [InlineData(";TZID=Europe/Copenhagen")] // another name of the same zone
    [InlineData(";TZID=W. Europe Standard Time")] // as Outlook writes it
    public void A_time_of_day_in_the_calendar_s_zone_closes_by_the_wall_clock_in_summer_and_winter(string zone)
    {
        var events = EventsOf(Event($"DTSTART{zone}:20261024T220000", $"DTEND{zone}:20261025T060000", "RRULE:FREQ=WEEKLY;COUNT=2"));
        Assert.Equal([(new LocalDateTime(2026, 10, 24, 22, 0), new LocalDateTime(2026, 10, 25, 6, 0)), (new LocalDateTime(2026, 10, 31, 22, 0), new LocalDateTime(2026, 11, 1, 6, 0))],
            events.Select(closing => (closing.From, closing.Until)));
    }

    [Theory]
    [InlineData("DTSTART:20261224T120000Z|DTEND:20261224T130000Z", "the event \"Feast\" has a time of day in Etc/UTC, but the calendar is in Europe/Berlin; make it an all-day event, or give its time in the calendar's zone")]
    [InlineData("DTSTART;TZID=Mordor:20261224T120000|DTEND;TZID=Mordor:20261224T130000", "the event \"Feast\" is in the zone \"Mordor\", which is not known; ")]
    [InlineData("DTSTART:20261224T120000", "the event \"Feast\" ends before it begins, or at once; ")]
    [InlineData("DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:20261223", "the event \"Feast\" ends before it begins, or at once; ")]
    [InlineData("DTSTART;VALUE=DATE:20261324", "the event \"Feast\" can't be read (")]
    [InlineData("DTSTART:soon", "the event \"Feast\" has no start that can be read; ")]
    [InlineData("CLASS:PUBLIC", "the event \"Feast\" has no start that can be read; ")]
    [InlineData("DTSTART;VALUE=DATE:20261224|DURATION:long", "the event \"Feast\" has an end that can't be read; ")]
    [InlineData("DTSTART;VALUE=DATE:20261224|DTEND;VALUE=DATE:never", "the event \"Feast\" has an end that can't be read; ")]
    [InlineData("DTSTART;VALUE=DATE:20261224|RRULE:FREQ=YEARLY|EXDATE;VALUE=DATE:20271224,oops", "the event \"Feast\" has an EXDATE that can't be read; ")]
    [InlineData("DTSTART;VALUE=DATE:20261224|RRULE:FREQ=OFTEN", "the event \"Feast\" can't be read (")]
    [InlineData("DTSTART;VALUE=DATE:20261224|RRULE:FREQ=SECONDLY", "the event \"Feast\" comes again within a day; ")]
    [InlineData("DTSTART;VALUE=DATE:20261224|RRULE:FREQ=YEARLY|RRULE:FREQ=DAILY", "the event \"Feast\" has a recurrence that can't be read, or more than one; ")]
    [InlineData("DTSTART;VALUE=DATE:20260201|RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "the event \"Feast\" has a recurrence that can't be followed; ")]
    [InlineData("DTSTART;VALUE=DATE:20261224|no property", "the event \"Feast\" can't be read (Could not parse line: 'no property')")]
    public void An_event_that_can_t_be_understood_in_full_is_refused_by_name_and_line(string lines, string problem)
    {
        var message = Problem(Calendar(Event("DTSTART;VALUE=DATE:20261225"), Event([.. lines.Split('|'), "SUMMARY:Feast"])));
        Assert.StartsWith($"calendars.x.holidayFiles: holidays.ics, line 6: {problem}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "holidays.ics is no iCalendar file; ")]
    [InlineData("<html></html>", "holidays.ics is no iCalendar file; ")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n", "holidays.ics breaks off: what begins on line 2 has no end; ")]
    [InlineData("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "holidays.ics has no event that closes anything")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:19801225\nEND:VEVENT\nEND:VCALENDAR\n", "holidays.ics has no event that closes anything")]
    public void A_file_that_closes_nothing_is_refused(string file, string problem) =>
        Assert.StartsWith($"calendars.x.holidayFiles: {problem}", Problem(file), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_missing_or_too_large_or_no_text_is_refused()
    {
        Assert.StartsWith($"calendars.x.holidayFiles: there is no file {Path.Combine(text.Folder.FullName, "holidays.ics")}; ", text.ProblemWith(Section("")), StringComparison.Ordinal);
        Assert.StartsWith("calendars.x.holidayFiles: holidays.ics has more than 4 MiB; ", Problem(new string(' ', 5 << 20)), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(text.Folder.FullName, "holidays.ics"), [0x42, 0xff, 0xff]);
        Assert.StartsWith("calendars.x.holidayFiles: holidays.ics is not UTF-8; ", text.ProblemWith(Section("")), StringComparison.Ordinal);
    }

    [Fact]
    public void Free_time_closes_only_where_the_calendar_says_so()
    {
        var file = Calendar(Event("DTSTART;VALUE=DATE:20261225", "TRANSP:TRANSPARENT"));
        Assert.StartsWith("calendars.x.holidayFiles: every event in holidays.ics is marked as free time (TRANSP:TRANSPARENT), so none closes; add \"countTransparent\": true", Problem(file), StringComparison.Ordinal);
        Assert.Single(text.LoadWith(Section(", \"countTransparent\": true")).Configuration!.Calendars[0].Versions[0].ClosingEvents);

        Write(Calendar(Event("DTSTART;VALUE=DATE:20261225", "TRANSP:TRANSPARENT"), Event("DTSTART;VALUE=DATE:20261226", "SUMMARY:Boxing Day")));
        Assert.Equal(["Boxing Day"], text.LoadWith(Section("")).Configuration!.Calendars[0].Versions[0].ClosingEvents.Select(closing => closing.Name));
    }

    private List<ClosingEvent> EventsOf(params string[] events)
    {
        Write(Calendar(events));
        var file = text.LoadWith(Section(""));
        Assert.Empty(file.Problems);
        return [.. file.Configuration!.Calendars[0].Versions[0].ClosingEvents];
    }

    private string Problem(string file)
    {
        Write(file);
        return text.ProblemWith(Section(""));
    }

    private void Write(string file) => File.WriteAllText(Path.Combine(text.Folder.FullName, "holidays.ics"), file);

    private static string Section(string more) =>
        $$""" "calendars": { "x": { "zone": "Europe/Berlin", "weekly": { "mon": "09:00-17:00" }, "holidayFiles": "holidays.ics"{{more}} } }, "defaultCalendar": "x" """;

    private static string Calendar(params string[] events) => $"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{string.Concat(events)}END:VCALENDAR\r\n";

    private static string Event(params string[] lines) => $"BEGIN:VEVENT\r\n{string.Join("\r\n", lines)}\r\nEND:VEVENT\r\n";

    private static LocalDateTime Midnight(int year, int month, int day) => new(year, month, day, 0, 0);
}
