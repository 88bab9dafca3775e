using NodaTime;

#pragma warning disable MA0016 // Dapper fills in the list that DuckDB hands over as what it is
namespace TelegramCrm.Sync.Transform.Explain;

/// <summary>The ticket, and what of it the marts say in one word.</summary>
public sealed record ExplainedTicket
{
    /// <summary>Its id.</summary>
    public required string TicketId { get; init; }

    /// <summary>The number that people call it by.</summary>
    public long? Number { get; init; }

    /// <summary>Its subject, as the customer wrote it.</summary>
    public string? Subject { get; init; }

    /// <summary>What rules may ask for besides queue and priority.</summary>
    public string? CustomerTier { get; init; }

    /// <summary>The Telegram group.</summary>
    public long? GroupId { get; init; }

    /// <summary>Its tags as they are now.</summary>
    public List<string> Tags { get; init; } = [];

    /// <summary>Where its clocks begin.</summary>
    public Instant CreatedAt { get; init; }

    /// <summary>The first public reply by a person; null when there is none yet.</summary>
    public Instant? FirstResponseAt { get; init; }

    /// <summary>The first resolution; null before it.</summary>
    public Instant? FirstResolvedAt { get; init; }

    /// <summary>The last resolution; null while it is open.</summary>
    public Instant? ResolvedAt { get; init; }

    /// <summary>How often it was reopened.</summary>
    public long ReopenCount { get; init; }

    /// <summary>Public replies by agents.</summary>
    public long ReplyCount { get; init; }

    /// <summary>Assignments to another agent than before.</summary>
    public long HandoffCount { get; init; }

    /// <summary>Whether one reply was enough; null while it is open.</summary>
    public bool? OneTouch { get; init; }

    /// <summary>As <c>ticket_metrics</c> has it; null without calendars.</summary>
    public string? CalendarId { get; init; }

    /// <summary>As <c>ticket_metrics</c> has it; null where none matches.</summary>
    public string? Policy { get; init; }

    /// <summary>What did not fit together.</summary>
    public List<string> Flags { get; init; } = [];
}

/// <summary>An event or a message, and what came of it.</summary>
public sealed record ExplainedHappening
{
    /// <summary>As the record says.</summary>
    public Instant HappenedAt { get; init; }

    /// <summary><c>event</c> or <c>message</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The record's id.</summary>
    public required string RecordId { get; init; }

    /// <summary>The event's type, or <c>reply</c> or <c>note</c>.</summary>
    public string? What { get; init; }

    /// <summary>The author's role at that time.</summary>
    public string? Role { get; init; }

    /// <summary>Who did it.</summary>
    public string? AuthorId { get; init; }

    /// <summary>The agent's name; null for others.</summary>
    public string? AuthorName { get; init; }

    /// <summary>The value before; null for messages.</summary>
    public string? FromValue { get; init; }

    /// <summary>The value after; null for messages.</summary>
    public string? ToValue { get; init; }

    /// <summary>What it means for the clocks, in words; empty when nothing.</summary>
    public required string Effect { get; init; }
}

/// <summary>A stay in one status.</summary>
public sealed record ExplainedSpan
{
    /// <summary>1, 2, 3 in the order of time.</summary>
    public long Stay { get; init; }

    /// <summary>Which status.</summary>
    public required string Status { get; init; }

    /// <summary>Its begin.</summary>
    public Instant StartedAt { get; init; }

    /// <summary>Its end; null for the present one.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>Plain seconds; null for a ticket that stays done.</summary>
    public long? CalendarSeconds { get; init; }

    /// <summary>Working seconds; null also without calendars.</summary>
    public long? BusinessSeconds { get; init; }
}

/// <summary>A calendar rule or a policy, and whether it holds.</summary>
public sealed record ExplainedRule
{
    /// <summary>From when on the ticket stood so that this is the outcome.</summary>
    public Instant SinceAt { get; init; }

    /// <summary><c>calendar</c> or <c>policy</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its place in the configuration, from 1 on.</summary>
    public long Number { get; init; }

    /// <summary>The calendar that the rule chooses, or the policy.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is the first that matches.</summary>
    public bool Holds { get; init; }

    /// <summary>The conditions that were met, or those that were not.</summary>
    public required string Reason { get; init; }
}

/// <summary>An SLA clock, as <c>sla_events</c> has it.</summary>
public sealed record ExplainedPromise
{
    /// <summary><c>first_response</c>, <c>next_reply</c> or <c>resolution</c>.</summary>
    public required string Metric { get; init; }

    /// <summary>Which exchange; 1 for the others.</summary>
    public long Instance { get; init; }

    /// <summary>The policy in force.</summary>
    public required string Policy { get; init; }

    /// <summary>What was promised.</summary>
    public long TargetSeconds { get; init; }

    /// <summary>Whether the target is in working seconds.</summary>
    public bool IsBusiness { get; init; }

    /// <summary>Whom the policy makes this target for, as <c>priority urgent, tier premium</c>; null when for everybody.</summary>
    public string? TargetFor { get; init; }

    /// <summary>From when on the policy has said so; null when since ever.</summary>
    public Instant? TermsFrom { get; init; }

    /// <summary>Until when the policy said so; null while it does.</summary>
    public Instant? TermsUntil { get; init; }

    /// <summary>Where it began.</summary>
    public Instant StartedAt { get; init; }

    /// <summary>When the target is used up; null while paused, or when the calendar never opens again.</summary>
    public Instant? DueAt { get; init; }

    /// <summary>When the warning share is used up; null as above.</summary>
    public Instant? WarnAt { get; init; }

    /// <summary>When it was kept; null before.</summary>
    public Instant? FulfilledAt { get; init; }

    /// <summary><c>met</c>, <c>breached</c>, <c>warning</c>, <c>paused</c> or <c>running</c>; null where nothing can be counted.</summary>
    public string? Status { get; init; }

    /// <summary>The seconds used of the target.</summary>
    public long? ElapsedSeconds { get; init; }

    /// <summary>The seconds beyond it; null unless breached.</summary>
    public long? BreachSeconds { get; init; }
}

/// <summary>A setting under which a clock would show another figure.</summary>
public sealed record ExplainedAlternative
{
    /// <summary>Which clock.</summary>
    public required string Clock { get; init; }

    /// <summary>Which exchange; 1 for the others.</summary>
    public long Instance { get; init; }

    /// <summary>The option, or what would be counted in another way.</summary>
    public required string Option { get; init; }

    /// <summary>The option's other value.</summary>
    public required string Value { get; init; }

    /// <summary>What the clock would show, in whole seconds.</summary>
    public long Seconds { get; init; }
}
