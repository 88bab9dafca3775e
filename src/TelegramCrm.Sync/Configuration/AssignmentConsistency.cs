using System.Text.RegularExpressions;
using TelegramCrm.Sync.Configuration.Reading;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What must hold between the values of assignment rules, and between them and the calendars they name.</summary>
internal static class AssignmentConsistency
{
    private const string Section = "automation.assignment";

    /// <summary>Every rule that is broken: the path, what is wrong, and the remedy.</summary>
    public static IEnumerable<(string Path, string What, string Remedy)> Broken(SyncConfiguration configuration)
    {
        if (configuration.Automation?.Assignment is not { } assignment)
            return [];
        var calendars = configuration.Calendars.Select(calendar => calendar.Name).ToList();
        return
        [
            .. Twins(assignment),
            .. assignment.Rules.Index().SelectMany(rule => Conditions($"{Section}.rules[{rule.Index}].when", rule.Item.When, calendars)),
            .. assignment.Rules.Index().SelectMany(rule => Targets($"{Section}.rules[{rule.Index}]", rule.Item)),
        ];
    }

    private static IEnumerable<(string, string, string)> Twins(AssignmentConfiguration assignment) =>
        assignment.Rules.Index().GroupBy(rule => rule.Item.Name).SelectMany(twins => twins.Skip(1))
            .Select(twin => ($"{Section}.rules[{twin.Index}].name", $"\"{twin.Item.Name}\" is the name of a rule before it", "give each its own name: decisions are recorded by it"));

    private static IEnumerable<(string, string, string)> Conditions(string path, AssignmentCondition when, List<string> calendars)
    {
        if (Unreadable(when.Subject) is { } reason)
            yield return ($"{path}.subject", $"is no regular expression: {reason}", "mend it, or write a part of the subject with \\ before each of \\ * + ? | { [ ( ) ^ $ . #");
        foreach (var (key, calendar) in new[] { ("during", when.During), ("outside", when.Outside) })
        {
            if (calendar is not null && !calendars.Contains(calendar))
                yield return ($"{path}.{key}", $"there is no calendar \"{calendar}\"", calendars.Count > 0 ? NearestText.Remedy(calendar, calendars) : "describe it under \"calendars\"");
        }
        if (when.During is not null && when.During == when.Outside)
            yield return (path, $"can never match: \"{when.During}\" is never open and closed at once", "leave \"during\" or \"outside\" out");
        if (when.OlderThan >= when.YoungerThan)
            yield return (path, "can never match: no ticket is older than \"olderThan\" and younger than \"youngerThan\"", "make \"youngerThan\" the longer of the two");
        foreach (var name in when.Fields.Where(field => field.Value.Count == 0).Select(field => field.Key))
            yield return ($"{path}.fields.{name}", "can never match: it names no value", "name the values that fit, or leave the field out");
    }

    private static IEnumerable<(string, string, string)> Targets(string path, AssignmentRule rule)
    {
        if (!rule.To.WantsAgent && rule.To.Queue is null)
            yield return ($"{path}.to", "names nobody", "name \"roles\", \"skills\", \"membersOf\", \"agents\" or a \"queue\"");
        foreach (var name in rule.Weights.Where(weight => weight.Value < 1).Select(weight => weight.Key))
            yield return ($"{path}.weights.{name}", "is below 1", "write a whole number from 1, or keep the agent out by \"to\"");
        if (rule.To.Agents.Count > 0)
            foreach (var name in rule.Weights.Keys.Where(name => !rule.To.Agents.Contains(name)))
                yield return ($"{path}.weights.{name}", "is not among the agents of \"to\"", "take it out, or add the agent to \"to.agents\"");
    }

    private static string? Unreadable(string? pattern)
    {
        try
        {
            _ = pattern is null ? null : new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (ArgumentException unreadable)
        {
            return unreadable.Message;
        }
    }
}
