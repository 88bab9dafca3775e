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

    /// <summary>Statuses in which the resolution clock stands still.</summary>
    [OneOf("new", "open", "pending", "on_hold", "resolved", "closed")]
    public IReadOnlyList<string> PauseStatuses { get; init; } = ["pending", "on_hold"];

    /// <summary>The share of a target after which a running clock warns: above 0 and below 1.</summary>
    [Within(0.01, 0.99)]
    public double WarningShare { get; init; } = 0.8;
}

/// <summary>How soon something must happen.</summary>
/// <param name="Metric"><c>first_response</c>, <c>next_reply</c> or <c>resolution</c>.</param>
/// <param name="Seconds">Whole seconds, above 0.</param>
/// <param name="BusinessTime">Whether the seconds are working seconds of the ticket's calendar, or plain ones.</param>
public sealed record SlaTarget(string Metric, long Seconds, bool BusinessTime = true);
