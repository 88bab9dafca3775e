namespace TelegramCrm.Sync.Configuration;

/// <summary>What of assignment rules is valid, but does something else than its writer seems to want.</summary>
internal static class AssignmentSuspicions
{
    private const string Section = "automation.assignment";

    /// <summary>Every suspicion: the path, what is odd, and the remedy.</summary>
    /// <param name="configuration">Valid.</param>
    public static IEnumerable<(string Path, string What, string Remedy)> Of(SyncConfiguration configuration) => configuration.Automation?.Assignment is not { } assignment ? [] :
    [
        .. NeverReached(assignment.Rules),
        .. assignment.Rules.Index().SelectMany(rule => Oddities($"{Section}.rules[{rule.Index}]", rule.Item, assignment)),
        .. assignment.Rules.Index().SelectMany(rule => ClosedCalendars($"{Section}.rules[{rule.Index}]", rule.Item, configuration)),
    ];

    /// <summary>Only a rule that always finds a place leaves nothing to those behind it.</summary>
    private static IEnumerable<(string, string, string)> NeverReached(IReadOnlyList<AssignmentRule> rules)
    {
        foreach (var (index, rule) in rules.Index())
        {
            var covering = rules.Take(index).Index().Where(earlier => !earlier.Item.To.WantsAgent && earlier.Item.When.Covers(rule.When)).Select(earlier => (int?)earlier.Index).FirstOrDefault();
            if (covering is { } before)
                yield return ($"{Section}.rules[{index}]", $"never holds: rules[{before}] takes every ticket that this one matches, and stands first", "put it before the other, or narrow the other's \"when\"");
        }
    }

    private static IEnumerable<(string, string, string)> Oddities(string path, AssignmentRule rule, AssignmentConfiguration assignment)
    {
        if (rule.When.OlderThan >= assignment.Fallback.Window)
            yield return ($"{path}.when.olderThan", "is never reached: the ticket is in the default queue by then", "make it shorter than \"fallback.window\"");
        if (rule.WaitFor > assignment.Fallback.Window)
            yield return ($"{path}.waitFor", "is longer than \"fallback.window\", which ends the wait", "make it shorter, or the window longer");
        if (rule.WaitFor > NodaTime.Duration.Zero && !rule.To.WantsAgent)
            yield return ($"{path}.waitFor", "has no effect: the rule looks for no agent", "take it out");
        if (rule.Weights.Count > 0 && rule.Strategy != "weighted")
            yield return ($"{path}.weights", $"have no effect with \"{rule.Strategy}\"", "write \"strategy\": \"weighted\"");
        if (rule.Strategy == "weighted" && rule.Weights.Count == 0)
            yield return ($"{path}.weights", "are missing, so everybody has the same share", "name shares by agent, or write \"strategy\": \"round_robin\"");
    }

    private static IEnumerable<(string, string, string)> ClosedCalendars(string path, AssignmentRule rule, SyncConfiguration configuration)
    {
        if (configuration.Calendars.FirstOrDefault(calendar => calendar.Name == rule.When.During) is { } never
            && never.Versions.All(version => version.Weekly.Values.All(hours => hours.Count == 0) && version.SpecialDays.Values.All(hours => hours.Count == 0)))
            yield return ($"{path}.when.during", $"can never match: \"{never.Name}\" is never open", "give the calendar hours");
    }
}
