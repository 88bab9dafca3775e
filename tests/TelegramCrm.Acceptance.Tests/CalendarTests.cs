using Shouldly;

namespace TelegramCrm.Acceptance.Tests;

public sealed class CalendarTests : IDisposable
{
    private readonly Tgcrm tgcrm = new() { Time = new StandingClock() };

    public CalendarTests()
    {
        File.WriteAllText(tgcrm.PathOf("holidays.ics"), """
            BEGIN:VCALENDAR
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20261027
            RRULE:FREQ=YEARLY
            SUMMARY:Founders' Day
            END:VEVENT
            END:VCALENDAR
            """);
        // The secrets are missing, and something else is wrong too: neither concerns the calendars.
        File.WriteAllText(tgcrm.PathOf("sync.config.json"), """
            {
              "source": { "baseUrl": "https://crm.example.com", "apiKey": "${ENV:MISSING}", "secretToken": "${FILE:missing}", "pagesize": 0 },
              "calendars": {
                "night": {
                  "zone": "Europe/Berlin",
                  "weekly": { "mon": ["09:00-12:00", "13:00-17:00"], "tue": "09:00-17:00", "wed": "09:00-17:00", "sat": "22:00-06:00" },
                  "holidayFiles": "holidays.ics",
                  "closures": { "2026-10-26": "15:00-16:00" },
                  "specialDays": { "2026-10-28": "10:00-12:00:30" },
                },
                "samoa": { "zone": "Pacific/Apia", "weekly": { "thu": "00:00-24:00", "fri": "00:00-24:00", "sat": "00:00-24:00" } },
              },
              "defaultCalendar": "night",
              "calendarRules": [{ "calendar": "samoa", "when": { "tiers": ["premium"] } }],
            }
            """);
    }

    public void Dispose() => tgcrm.Dispose();

    [Fact]
    public async Task A_calendar_is_shown_day_by_day_without_secrets_or_warehouse()
    {
        var night = (await tgcrm.RunAsync("calendar", "show", "night", "--from", "2026-10-23", "--to", "2026-10-29")).Well();
        var samoa = (await tgcrm.RunAsync("calendar", "show", "samoa", "--from", "2011-12-29", "--to", "2011-12-31")).Well();
        (night.Output + Environment.NewLine + samoa.Output).ShouldMatchApproved(options => options.WithFilenameGenerator((_, _, type, extension) => $"CalendarTests.Shown.{type}.{extension}"));
        Assert.False(Directory.Exists(tgcrm.PathOf("data")));
    }

    [Fact]
    public async Task The_coming_two_weeks_are_shown_when_nothing_else_is_asked_for()
    {
        var document = (await tgcrm.RunAsync("calendar", "show", "night", "--json")).Well().Document;
        Assert.Equal(("2026-03-04", "2026-03-17"), ((string)document["from"]!, (string)document["to"]!));
        Assert.Equal(14, document["days"]!.AsArray().Count);
        Assert.Equal(document["days"]!.AsArray().Sum(day => (long)day!["workingSeconds"]!), (long)document["workingSeconds"]!);
    }

    [Fact]
    public async Task A_shift_in_the_night_of_the_clock_change_has_its_instants_and_real_length()
    {
        var day = (await tgcrm.RunAsync("calendar", "show", "night", "--from", "2026-10-24", "--to", "2026-10-24", "--json")).Well().Document["days"]![0]!;
        var open = day["open"]![0]!;
        Assert.Equal(("2026-10-24T22:00:00+02:00", "2026-10-25T06:00:00+01:00", 9 * 3600, true), ((string)open["opensAt"]!, (string)open["closesAt"]!, (int)open["seconds"]!, (bool)open["endsNextDay"]!));
        Assert.Equal(2 * 3600, (int)day["workingSeconds"]!);
    }

    [Theory]
    [InlineData(2, "tgcrm: calendar: there is none named \"nigth\"; did you mean \"night\"?", "nigth")]
    [InlineData(2, "tgcrm: --from: \"soon\" is no day; write it as 2026-03-01.", "night", "--from", "soon")]
    [InlineData(2, "tgcrm: --to: lies before the first day, 2026-03-04; ", "night", "--to", "2026-03-03")]
    [InlineData(2, "tgcrm: --to: lies 3660 or more days after the first; ", "night", "--to", "2056-03-03")]
    [InlineData(3, "tgcrm: other.json: there is no such file; ", "night", "--config", "other.json")]
    public async Task What_can_t_be_shown_is_refused_with_a_remedy(int exitCode, string message, params string[] arguments)
    {
        var ended = await tgcrm.RunAsync(["calendar", "show", .. arguments]);
        Assert.Equal((exitCode, ""), (ended.ExitCode, ended.Output));
        Assert.StartsWith(message, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_calendars_is_named_with_its_place()
    {
        await File.WriteAllTextAsync(tgcrm.PathOf("holidays.ics"), "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:soon\nSUMMARY:Feast\nEND:VEVENT\nEND:VCALENDAR\n");
        var ended = await tgcrm.RunAsync("calendar", "list");
        Assert.Equal(3, ended.ExitCode);
        Assert.StartsWith("tgcrm: sync.config.json:7: calendars.night.holidayFiles: holidays.ics, line 2: the event \"Feast\" has no start that can be read; ", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calendars_are_listed_with_what_chooses_them() =>
        Assert.Equal(["night: Europe/Berlin, chosen by default", "samoa: Pacific/Apia, chosen by 1 rule"],
            (await tgcrm.RunAsync("calendar", "list")).Well().Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
}
