using NodaTime;

namespace TelegramCrm.Sync.Tests.Configuration;

public sealed class SuspicionTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 12, 0);

    private readonly ConfigurationText text = new();

    public void Dispose() => text.Dispose();

    [Theory]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": ["09:00-12:00", "18:00-23:59"] } }""", "calendars.x.weekly.mon[1]: \"18:00-23:59\" loses the last minute before midnight; write \"18:00-24:00\"")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "00:00-23:59:59" } }""", "calendars.x.weekly.mon: \"00:00-23:59:59\" loses the last second before midnight; write \"00:00-24:00\"")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:00-17:00" }, "specialDays": { "2026-12-24": "09:00-23:59" } }""", "calendars.x.specialDays.2026-12-24: \"09:00-23:59\" loses the last minute before midnight")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": [] } }""", "calendars.x.weekly: has no hours in the whole week")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": ["13:00-17:00", "09:00-13:01"] } }""", "calendars.x.weekly.mon: has hours that overlap")]
    [InlineData("""{ "zone": "UTC", "weekly": { "sun": "22:00-06:00", "mon": "05:00-17:00" } }""", "calendars.x.weekly.mon: has hours that overlap")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:00-17:00" }, "specialDays": { "2026-12-24": ["09:00-12:00", "11:00-13:00"] } }""", "calendars.x.specialDays.2026-12-24: has hours that overlap")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:00-17:00" }, "holidays": ["2026-12-24"], "specialDays": { "2026-12-24": "09:00-12:00" } }""", "calendars.x.specialDays.2026-12-24: has no effect, because the date is a holiday; ")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:00-17:00" }, "holidayFiles": "h.ics", "closures": { "2026-12-25": "09:00-12:00" } }""", "calendars.x.closures.2026-12-25: has no effect, because \"Christmas\" is a holiday; ")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:00-17:00" }, "holidays": ["2025-12-24", "2024-12-24"] }""", "calendars.x.holidays: ends with 2025-12-24: there is no holiday in 2026 or later; ")]
    [InlineData("""[{ "zone": "Pacific/Pago_Pago", "weekly": { "mon": "09:00-17:00" } }, { "from": "2026-05-01", "zone": "Pacific/Pago_Pago", "weekly": { "mon": "09:00-17:00" } }, { "from": "2026-05-02", "zone": "Pacific/Kiritimati", "weekly": { "mon": "09:00-17:00" } }]""",
        "calendars.x[1]: is never in force: the next version begins at the same instant or before it")]
    public void What_is_hardly_meant_is_named_with_its_place_and_remedy(string calendar, string suspicion) =>
        Assert.StartsWith(suspicion, Assert.Single(Suspicions($$""" "calendars": { "x": {{calendar}} }, "defaultCalendar": "x" """)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": ["09:00-12:00", "12:00-24:00"], "sun": "22:00-06:00", "tue": "06:00-22:00" } }""")]
    [InlineData("""{ "zone": "UTC", "weekly": { "mon": "09:00-17:00" }, "holidays": ["2026-01-01"], "specialDays": { "2026-12-24": [] } }""")]
    [InlineData("""[{ "zone": "UTC", "weekly": { "mon": "09:00-17:00" }, "holidays": ["2020-01-01"] }, { "from": "2026-01-01", "zone": "UTC", "weekly": { "mon": "09:00-17:00" }, "holidayFiles": "h.ics" }]""")]
    public void Ordinary_hours_raise_no_suspicion(string calendar) =>
        Assert.Empty(Suspicions($$""" "calendars": { "x": {{calendar}} }, "defaultCalendar": "x" """));

    [Fact]
    public void A_calendar_that_nothing_chooses_is_named() =>
        Assert.Equal(["calendars.z: is chosen by no rule and is not the default; name it under \"calendarRules\" or \"defaultCalendar\", or take it out"],
            Suspicions($"{Three}, \"calendarRules\": [{{ \"calendar\": \"y\", \"when\": {{ }} }}]"));

    [Theory]
    [InlineData("{ }", """{ "tiers": ["a"] }""", true)]
    [InlineData("""{ "tiers": ["a", "b"] }""", """{ "tiers": ["a"], "queues": ["q"] }""", true)]
    [InlineData("""{ "tiers": ["a"] }""", """{ "tiers": ["a", "b"] }""", false)]
    [InlineData("""{ "tiers": ["a"], "queues": ["q"] }""", """{ "tiers": ["a"] }""", false)]
    [InlineData("""{ "tags": ["a", "b"] }""", """{ "tags": ["b"] }""", true)]
    [InlineData("""{ "tags": ["b"] }""", """{ "tags": ["a", "b"] }""", false)]
    public void A_rule_behind_one_that_matches_all_it_matches_is_named(string first, string second, bool isHidden)
    {
        var rules = $$"""{{Three}}, "calendarRules": [{ "calendar": "y", "when": {{first}} }, { "calendar": "z", "when": {{second}} }]""";
        var policies = $$""" "slaPolicies": [{ "name": "a", "when": {{first}}, "targets": { } }, { "name": "b", "when": {{second}}, "targets": { } }] """;
        Assert.Equal(isHidden ? ["calendarRules[1]: never holds: calendarRules[0] matches every ticket that this one matches"] : [], Suspicions(rules).Select(said => said.Split(',')[0]));
        Assert.Equal(isHidden, Suspicions(policies).Count == 1);
    }

    private const string Three = """ "calendars": { "x": { "zone": "UTC", "weekly": { "mon": "09:00-17:00" } }, "y": { "zone": "UTC", "weekly": { "mon": "09:00-17:00" } }, "z": { "zone": "UTC", "weekly": { "mon": "09:00-17:00" } } }, "defaultCalendar": "x" """;

    private List<string> Suspicions(string sections)
    {
        File.WriteAllText(Path.Combine(text.Folder.FullName, "h.ics"), "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20201225\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        var file = text.LoadWith(sections);
        Assert.Empty(file.Problems);
        var found = file.Suspicions(Now);
        Assert.All(found, suspicion => Assert.True(suspicion.Line > 1));
        return [.. found.Select(suspicion => $"{suspicion.Path}: {suspicion.What}; {suspicion.Remedy}")];
    }
}
