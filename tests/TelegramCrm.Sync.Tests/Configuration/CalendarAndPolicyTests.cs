using CsCheck;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Tests.Configuration;

public sealed class CalendarAndPolicyTests : IDisposable
{
    private const string Calendars = """
        "calendars": {
          "berlin": {
            "zone": "Europe/Berlin",
            "weekly": { "mon": ["09:00-12:00", "13:00-18:00"], "fri": "22:00-06:00", "sun": [] },
            "holidays": ["2026-12-25", "2026-12-25"],
            "specialDays": { "2026-12-24": "09:00-13:00", "2026-12-28": [] },
          },
          "lisbon": [
            { "zone": "Europe/Lisbon", "weekly": { "mon": "00:00-24:00" } },
            { "from": "2026-03-01", "zone": "Europe/Madrid", "weekly": { } },
          ],
        },
        """;

    private readonly ConfigurationText text = new();

    public void Dispose() => text.Dispose();

    [Fact]
    public void A_calendar_is_one_version_or_a_list_of_dated_ones()
    {
        var configuration = text.LoadWith($$"""{{Calendars}} "defaultCalendar": "berlin", "calendarRules": [{ "calendar": "lisbon", "when": { "tiers": ["premium"], "groups": [-1001234567890] } }]""").Configuration!;

        var berlin = Assert.Single(configuration.Calendars[0].Versions);
        Assert.Equal([new(32400, 43200), new(46800, 64800)], berlin.Weekly[IsoDayOfWeek.Monday]);
        Assert.Equal([new(79200, 108000)], berlin.Weekly[IsoDayOfWeek.Friday]);
        Assert.Empty(berlin.Weekly[IsoDayOfWeek.Sunday]);
        Assert.Equal([new LocalDate(2026, 12, 25)], berlin.Holidays);
        Assert.Empty(berlin.SpecialDays[new LocalDate(2026, 12, 28)]);
        Assert.Equal([null, new LocalDate(2026, 3, 1)], configuration.Calendars[1].Versions.Select(version => version.From));
        Assert.Equal([-1001234567890], configuration.CalendarRules[0].When.Groups);
    }

    [Theory]
    [InlineData("\"defaultCalendar\": \"berlni\"", "defaultCalendar: there is no calendar \"berlni\"; did you mean \"berlin\"?")]
    [InlineData("\"log\": { }", "defaultCalendar: is missing; add \"defaultCalendar\": \"berlin\"")]
    [InlineData("\"defaultCalendar\": \"berlin\", \"calendarRules\": [{ \"calendar\": \"x\", \"when\": { } }]", "calendarRules[0].calendar: there is no calendar \"x\"; known here: berlin, lisbon")]
    public void A_calendar_that_is_named_must_exist(string sections, string problem) => Assert.Equal(problem, text.ProblemWith(Calendars + sections));

    [Theory]
    [InlineData("[]", "calendars.x: has 0 entries")]
    [InlineData("""{ "zone": "UTC", "weekly": { }, "from": "2026-01-01" }""", "calendars.x: has no hours before its first version")]
    [InlineData("""[{ "zone": "UTC", "weekly": { } }, { "zone": "UTC", "weekly": { } }]""", "calendars.x[1]: doesn't begin after the version before it")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "9-18" } }""", "calendars.x.weekly.mon: \"9-18\" are no hours")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "13:00-9:00" } }""", "calendars.x.weekly.mon: \"13:00-9:00\" ends before it starts; for a night shift write \"22:00-06:00\"")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:00-24:01" } }""", "calendars.x.weekly.mon: \"09:00-24:01\" leaves the day")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "24:00-06:00" } }""", "calendars.x.weekly.mon: \"24:00-06:00\" leaves the day")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:60-18:00" } }""", "calendars.x.weekly.mon: \"09:60-18:00\" leaves the day")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:00-09:00" } }""", "calendars.x.weekly.mon: \"09:00-09:00\" is empty; for a whole day write \"00:00-24:00\"")]
    [InlineData("""{ "zone": "UTC", "weekly": { "monday": "09:00-18:00" } }""", "calendars.x.weekly.monday: \"monday\" is not known here; did you mean \"mon\"?")]
    [InlineData("""{ "zone": "UTC", "weekly": { }, "holidays": ["2026-02-30"] }""", "calendars.x.holidays[0]: \"2026-02-30\" is no date")]
    public void A_calendar_that_makes_no_sense_is_refused(string calendar, string problem) =>
        Assert.StartsWith(problem, text.ProblemWith($$""" "calendars": { "x": {{calendar}} }, "defaultCalendar": "x" """), StringComparison.Ordinal);

    [Fact]
    public void A_policy_promises_working_time_unless_it_says_calendar()
    {
        var policy = text.LoadWith("""
            "slaPolicies": [{ "name": "premium", "when": { "priorities": ["urgent"] }, "targets": { "first_response": "30m", "resolution": "2d calendar" } }]
            """).Configuration!.SlaPolicies[0];
        Assert.Equal([new("first_response", 1800), new("resolution", 172800, BusinessTime: false)], policy.Targets);
        Assert.Equal(["pending", "on_hold"], policy.PauseStatuses);
    }

    [Theory]
    [InlineData("\"first_response\": \"1 business day\"", "targets.first_response: \"1 business day\" doesn't say how long a day is")]
    [InlineData("\"first_response\": \"2d\"", "targets.first_response: \"2d\" doesn't say how long a day is")]
    [InlineData("\"first_response\": \"0h\"", "targets.first_response: \"0h\" can never be met")]
    [InlineData("\"first_response\": \"soon\"", "targets.first_response: \"soon\" is no duration")]
    [InlineData("\"firstResponse\": \"4h\"", "targets.firstResponse: \"firstResponse\" is not known here; did you mean \"first_response\"?")]
    public void A_target_of_unknown_length_is_refused(string target, string problem) =>
        Assert.StartsWith($"slaPolicies[0].{problem}", text.ProblemWith($$""" "slaPolicies": [{ "name": "x", "targets": { {{target}} } }] """), StringComparison.Ordinal);

    [Fact]
    public void A_version_of_a_policy_keeps_what_it_leaves_out()
    {
        var terms = text.LoadWith("""
            "slaPolicies": [{ "name": "x", "targets": { "resolution": "8h" }, "warningShare": 0.5, "overrides": [{ "tiers": ["gold"], "targets": { "resolution": "4h" } }],
                "versions": [{ "from": "2026-07-01", "targets": { "resolution": "6h" } }, { "from": "2026-08-01", "pauseStatuses": ["on_hold"], "overrides": [] }] }]
            """).Configuration!.SlaPolicies[0].Terms();
        Assert.Equal([null, new LocalDate(2026, 7, 1), new LocalDate(2026, 8, 1)], terms.Select(term => term.From));
        Assert.Equal([28_800L, 21_600, 21_600], terms.Select(term => term.Targets.Single().Seconds));
        Assert.Equal([1, 1, 0], terms.Select(term => term.Overrides.Count));
        Assert.Equal(["on_hold"], terms[2].PauseStatuses);
        Assert.All(terms, term => Assert.Equal(0.5, term.WarningShare));
    }

    [Theory]
    [InlineData("""[{ "from": "2026-07-01", "warningShare": 0.5 }, { "from": "2026-07-01", "warningShare": 0.6 }]""", "versions[1].from: doesn't come after that of the version before it")]
    [InlineData("""[{ "from": "2026-07-01" }]""", "versions[0]: changes nothing; name what changes from that date on")]
    [InlineData("""[{ "warningShare": 0.5 }]""", "versions[0].from: is missing")]
    [InlineData("""[{ "from": "2026-07-01", "targets": { "resolution": "1 business day" } }]""", "versions[0].targets.resolution: \"1 business day\" doesn't say how long a day is")]
    public void A_version_that_makes_no_sense_is_refused(string versions, string problem) =>
        Assert.StartsWith($"slaPolicies[0].{problem}", text.ProblemWith($$""" "slaPolicies": [{ "name": "x", "targets": { }, "versions": {{versions}} }] """), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "calendarChange": "at_end" }""", "clocks.calendarChange: \"at_end\" is not known here; did you mean \"at_event\"?")]
    [InlineData("""{ "firstResponse": { "startsAt": "handoff" } }""", "clocks.firstResponse.startsAt: \"handoff\" is not known here; did you mean \"bot_handoff\"?")]
    [InlineData("""{ "firstResponse": { "countBots": "yes" } }""", "clocks.firstResponse.countBots: is a text where true or false is expected")]
    public void An_option_of_the_clocks_that_is_not_known_is_refused(string clocks, string problem) =>
        Assert.StartsWith(problem, text.ProblemWith($"\"clocks\": {clocks}"), StringComparison.Ordinal);

    [Fact]
    public void Two_policies_of_one_name_are_refused() =>
        Assert.Equal("slaPolicies[1].name: \"x\" is the name of an entry before it; give each its own name",
            text.ProblemWith(""" "slaPolicies": [{ "name": "x", "targets": { } }, { "name": "x", "targets": { } }] """));

    [Fact]
    public void Hours_are_read_back_as_they_were_written() =>
        Gen.Select(Gen.Int[0, 86399], Gen.Int[1, 86400]).Where(hours => hours.Item1 + (hours.Item2 > 57600 ? 0 : hours.Item2) < 86400 + 57600)
            .Select((opens, length) => new OpenHours(opens, opens + length))
            .Where(hours => hours.Closes <= 86400 || hours.Closes - hours.Opens <= 57600)
            .Sample(hours => HoursText.Parse(HoursText.Format(hours)) == hours);

    [Fact]
    public void Durations_are_read_back_as_they_were_written() =>
        Gen.Long[0, 8_639_999_999].Select(Duration.FromSeconds).Sample(duration => DurationText.Parse(DurationText.Format(duration)) == duration);

    [Fact]
    public void Targets_are_read_back_as_they_were_written() =>
        Gen.Select(Gen.Long[1, 100_000_000], Gen.Bool).Sample((seconds, businessTime) => TargetText.Parse(TargetText.Format(seconds, businessTime)) == (seconds, businessTime));

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5m1h")]
    [InlineData("1.5h")]
    [InlineData("5M")]
    [InlineData("99999999999h")]
    public void What_is_no_duration_is_refused(string text) => Assert.Throws<UnreadableTextException>(() => DurationText.Parse(text));
}
