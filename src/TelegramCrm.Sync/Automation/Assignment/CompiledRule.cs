using System.Text.RegularExpressions;
using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>A rule, ready to be held against tickets.</summary>
/// <param name="rule">As it was configured.</param>
public sealed class CompiledRule(AssignmentRule rule)
{
    private static readonly TimeSpan LongestSearch = TimeSpan.FromMilliseconds(250);

    private readonly Regex? subject = rule.When.Subject is { } pattern ? new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, LongestSearch) : null;

    /// <summary>As it was configured.</summary>
    public AssignmentRule Rule { get; } = rule;

    /// <summary>The first of its conditions that a ticket does not meet, in words; null when it meets all.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="now">The moment of the decision.</param>
    /// <param name="hours">Which calendars are open then.</param>
    /// <exception cref="RegexMatchTimeoutException">The pattern can't be searched for in this subject within a quarter of a second.</exception>
    public string? Mismatch(WaitingTicket ticket, Instant now, OpenCalendars hours)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(hours);
        var (when, age) = (Rule.When, ticket.AgeAt(now));
        return Missing("queue", when.Queues, ticket.QueueId)
            ?? Missing("tier", when.Tiers, ticket.Tier)
            ?? Missing("priority", when.Priorities, ticket.Priority)
            ?? Missing("language", when.Languages, ticket.Language)
            ?? (when.Groups.Count > 0 && !(ticket.GroupId is { } group && when.Groups.Contains(group)) ? "another group" : null)
            ?? (when.Tags.Count > 0 && !when.Tags.Any(ticket.Tags.Contains) ? "none of its tags" : null)
            ?? when.Fields.Select(field => Missing(field.Key, field.Value, ticket.Fields.GetValueOrDefault(field.Key))).FirstOrDefault(missing => missing is not null)
            ?? (when.During is { } open && !hours.IsOpen(open, now) ? $"{open} is closed" : null)
            ?? (when.Outside is { } closed && hours.IsOpen(closed, now) ? $"{closed} is open" : null)
            ?? (age < when.OlderThan ? $"it waits for less than {DurationText.Format(when.OlderThan.Value)}" : null)
            ?? (age >= when.YoungerThan ? $"it waits for {DurationText.Format(when.YoungerThan.Value)} or longer" : null)
            ?? (subject?.IsMatch(ticket.Subject ?? "") == false ? "another subject" : null);
    }

    private static string? Missing(string what, IReadOnlyList<string> wanted, string? value) =>
        wanted.Count == 0 || (value is not null && wanted.Contains(value)) ? null : $"{what} {value ?? "none"}";
}
