using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What a team promises some of its tickets. The first policy that matches a ticket holds.</summary>
public sealed record SlaPolicy
{
    /// <summary>Unique; stands as <c>sla_policy</c> in the warehouse.</summary>
    public required string Name { get; init; }

    /// <summary>Which tickets it covers.</summary>
    public TicketCondition When { get; init; } = new();

    /// <summary>Targets by metric; a metric without an entry is not promised.</summary>
    public required IReadOnlyList<SlaTarget> Targets { get; init; }

    /// <summary>Other targets for some priorities and tiers. Of those that match a ticket, the first that names a metric holds for it.</summary>
    public IReadOnlyList<TargetOverride> Overrides { get; init; } = [];

    /// <summary>Statuses in which the resolution clock stands still.</summary>
    [OneOf("new", "open", "pending", "on_hold", "resolved", "closed")]
    public IReadOnlyList<string> PauseStatuses { get; init; } = ["pending", "on_hold"];

    /// <summary>The share of a target after which a running clock warns: above 0 and below 1.</summary>
    [Within(0.01, 0.99)]
    public double WarningShare { get; init; } = 0.8;

    /// <summary>What the policy says from later dates on. What is fulfilled before such a date keeps the terms that were in force then.</summary>
    public IReadOnlyList<SlaPolicyVersion> Versions { get; init; } = [];

    /// <summary>What is in force when, in the order of time; the first since ever. A version that leaves something out keeps what was in force before it.</summary>
    public IReadOnlyList<SlaTerms> Terms()
    {
        List<SlaTerms> terms = [new(From: null, Targets, Overrides, PauseStatuses, WarningShare)];
        foreach (var version in Versions)
        {
            var before = terms[^1];
            terms.Add(new(version.From, version.Targets ?? before.Targets, version.Overrides ?? before.Overrides,
                version.PauseStatuses ?? before.PauseStatuses, version.WarningShare ?? before.WarningShare));
        }
        return terms;
    }
}

/// <summary>What changes in a policy from a date on; what is left out stays.</summary>
public sealed record SlaPolicyVersion
{
    /// <summary>The first date on which it holds, by the clock of the default calendar's zone; UTC without calendars.</summary>
    public required LocalDate From { get; init; }

    /// <summary>The targets from then on, all of them.</summary>
    public IReadOnlyList<SlaTarget>? Targets { get; init; }

    /// <summary>The other targets for some priorities and tiers from then on, all of them.</summary>
    public IReadOnlyList<TargetOverride>? Overrides { get; init; }

    /// <summary>The statuses in which the resolution clock stands still from then on.</summary>
    [OneOf("new", "open", "pending", "on_hold", "resolved", "closed")]
    public IReadOnlyList<string>? PauseStatuses { get; init; }

    /// <summary>The share of a target after which a running clock warns from then on.</summary>
    [Within(0.01, 0.99)]
    public double? WarningShare { get; init; }
}

/// <summary>Other targets than the policy's own for some of its tickets.</summary>
public sealed record TargetOverride
{
    /// <summary>Priorities it is for: low, normal, high or urgent; all when the list is empty.</summary>
    [OneOf("low", "normal", "high", "urgent")]
    public IReadOnlyList<string> Priorities { get; init; } = [];

    /// <summary>Customer tiers it is for; all when the list is empty.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Targets by metric; for a metric without an entry the next override holds that has one, else the policy's own target.</summary>
    public required IReadOnlyList<SlaTarget> Targets { get; init; }
}

/// <summary>What a policy says for a while.</summary>
/// <param name="From">The first date on which it says so; null: since ever.</param>
/// <param name="Targets">Targets by metric.</param>
/// <param name="Overrides">In order: the first that matches and names a metric holds.</param>
/// <param name="PauseStatuses">Statuses in which the resolution clock stands still.</param>
/// <param name="WarningShare">The share of a target after which a running clock warns.</param>
public sealed record SlaTerms(
    LocalDate? From, IReadOnlyList<SlaTarget> Targets, IReadOnlyList<TargetOverride> Overrides, IReadOnlyList<string> PauseStatuses, double WarningShare);

/// <summary>How soon something must happen.</summary>
/// <param name="Metric"><c>first_response</c>, <c>next_reply</c> or <c>resolution</c>.</param>
/// <param name="Seconds">Whole seconds, above 0.</param>
/// <param name="BusinessTime">Whether the seconds are working seconds of the ticket's calendar, or plain ones.</param>
public sealed record SlaTarget(string Metric, long Seconds, bool BusinessTime = true);
