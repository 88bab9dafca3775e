using NodaTime;

namespace TelegramCrm.Sync.Tests.Configuration;

/// <summary>Assignment rules that can't be meant.</summary>
public sealed class AssignmentConfigurationTests : IDisposable
{
    private const string Calendars = """ "calendars": { "office": { "zone": "UTC", "weekly": { "mon": "09:00-17:00" } }, "shut": { "zone": "UTC", "weekly": { "mon": [] } } }, "defaultCalendar": "office" """;

    private readonly ConfigurationText text = new();

    public void Dispose() => text.Dispose();

    [Theory]
    [InlineData("""{ "name": "a", "to": { } }""", "rules[0].to: names nobody")]
    [InlineData("""{ "name": "A b", "to": { "queue": "q" } }""", "rules[0].name: \"A b\" is not a name of small letters")]
    [InlineData("""{ "name": "a", "to": { "roles": ["chief"] } }""", "rules[0].to.roles[0]: \"chief\" is not known here")]
    [InlineData("""{ "name": "a", "when": { "subject": "(" }, "to": { "queue": "q" } }""", "rules[0].when.subject: is no regular expression: ")]
    [InlineData("""{ "name": "a", "when": { "during": "ofice" }, "to": { "queue": "q" } }""", "rules[0].when.during: there is no calendar \"ofice\"; did you mean \"office\"?")]
    [InlineData("""{ "name": "a", "when": { "during": "office", "outside": "office" }, "to": { "queue": "q" } }""", "rules[0].when: can never match: \"office\" is never open and closed at once")]
    [InlineData("""{ "name": "a", "when": { "olderThan": "5m", "youngerThan": "5m" }, "to": { "queue": "q" } }""", "rules[0].when: can never match: no ticket is older than")]
    [InlineData("""{ "name": "a", "when": { "fields": { "plan": [] } }, "to": { "queue": "q" } }""", "rules[0].when.fields.plan: can never match: it names no value")]
    [InlineData("""{ "name": "a", "to": { "agents": ["x"] }, "strategy": "weighted", "weights": { "x": 0 } }""", "rules[0].weights.x: is below 1")]
    [InlineData("""{ "name": "a", "to": { "agents": ["x"] }, "strategy": "weighted", "weights": { "y": 2 } }""", "rules[0].weights.y: is not among the agents of \"to\"")]
    [InlineData("""{ "name": "a", "to": { "queue": "q" } }, { "name": "a", "to": { "queue": "p" } }""", "rules[1].name: \"a\" is the name of a rule before it")]
    public void A_rule_that_contradicts_itself_or_names_what_is_not_there_is_refused(string rules, string problem) =>
        Assert.StartsWith($"automation.assignment.{problem}", text.ProblemWith(Section(rules)), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{ "name": "a", "to": { "queue": "q" } }, { "name": "b", "when": { "tiers": ["x"] }, "to": { "queue": "p" } }""", "rules[1]: never holds: rules[0] takes every ticket")]
    [InlineData("""{ "name": "a", "to": { "roles": ["agent"] } }, { "name": "b", "to": { "queue": "p" } }""", null)]
    [InlineData("""{ "name": "a", "when": { "olderThan": "15m" }, "to": { "queue": "q" } }""", "rules[0].when.olderThan: is never reached")]
    [InlineData("""{ "name": "a", "to": { "roles": ["agent"] }, "waitFor": "16m" }""", "rules[0].waitFor: is longer than \"fallback.window\"")]
    [InlineData("""{ "name": "a", "to": { "queue": "q" }, "waitFor": "1m" }""", "rules[0].waitFor: has no effect")]
    [InlineData("""{ "name": "a", "to": { "agents": ["x"] }, "weights": { "x": 2 } }""", "rules[0].weights: have no effect with \"least_loaded\"")]
    [InlineData("""{ "name": "a", "to": { "roles": ["agent"] }, "strategy": "weighted" }""", "rules[0].weights: are missing")]
    [InlineData("""{ "name": "a", "when": { "during": "shut" }, "to": { "queue": "q" } }""", "rules[0].when.during: can never match: \"shut\" is never open")]
    public void A_rule_that_never_matches_or_says_something_in_vain_is_warned_of(string rules, string? suspicion)
    {
        var file = text.LoadWith(Section(rules));
        Assert.Empty(file.Problems);
        var found = file.Suspicions(Instant.FromUtc(2026, 6, 1, 12, 0)).Select(said => $"{said.Path}: {said.What}").Where(said => said.StartsWith("automation", StringComparison.Ordinal)).ToList();
        if (suspicion is null)
            Assert.Empty(found);
        else
            Assert.StartsWith($"automation.assignment.{suspicion}", Assert.Single(found), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_default_queue_there_is_no_assignment() =>
        Assert.StartsWith("automation.assignment.fallback: is missing", text.ProblemWith(""" "automation": { "assignment": { "rules": [] } } """), StringComparison.Ordinal);

    private static string Section(string rules) => $$""" {{Calendars}}, "automation": { "assignment": { "rules": [{{rules}}], "fallback": { "queue": "q-general" } } } """;
}
