using NodaTime;
using TelegramCrm.Sync.Configuration;

namespace TelegramCrm.Sync.Clocks;

/// <summary>What a policy says for a while, as <c>staging.sla_terms</c> has it.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Version">From 1.</param>
/// <param name="From">The first instant; null: since ever.</param>
/// <param name="Until">The first instant that others hold at; null: for good.</param>
/// <param name="Terms">What it says.</param>
internal sealed record TermRow(string Policy, int Version, Instant? From, Instant? Until, SlaTerms Terms)
{
    /// <summary>A policy's terms, each until the next begin.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="zone">The zone whose midnights their dates mean.</param>
    public static IEnumerable<TermRow> Of(SlaPolicy policy, DateTimeZone zone)
    {
        var terms = policy.Terms();
        var begins = terms.Select(term => term.From is { } date ? zone.AtStartOfDay(date).ToInstant() : (Instant?)null).ToList();
        return terms.Select((term, index) => new TermRow(policy.Name, index + 1, begins[index], index + 1 < terms.Count ? begins[index + 1] : null, term));
    }
}

/// <summary>A target, as <c>staging.sla_targets</c> has it.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Version">The version of its terms.</param>
/// <param name="Position">The one with the lowest position holds, of those that match.</param>
/// <param name="Priorities">What it is for; all when empty.</param>
/// <param name="Tiers">What it is for; all when empty.</param>
/// <param name="Target">What is promised.</param>
internal sealed record TargetRow(string Policy, int Version, int Position, IReadOnlyList<string> Priorities, IReadOnlyList<string> Tiers, SlaTarget Target)
{
    /// <summary>The targets of terms: the overrides first, in their order, and at last the policy's own.</summary>
    public static IEnumerable<TargetRow> Of(TermRow row) => row.Terms.Overrides.Append(new() { Targets = row.Terms.Targets })
        .SelectMany((rule, position) => rule.Targets.Select(target => new TargetRow(row.Policy, row.Version, position, rule.Priorities, rule.Tiers, target)));
}
