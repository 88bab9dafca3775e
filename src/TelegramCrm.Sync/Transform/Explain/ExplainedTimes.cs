using NodaTime;

namespace TelegramCrm.Sync.Transform.Explain;

/// <summary>A stretch of the ticket's life with one status, calendar and policy.</summary>
public sealed record ExplainedSlice
{
    /// <summary>Its first instant.</summary>
    public Instant StartedAt { get; init; }

    /// <summary>The first instant after it; null for the last slice, in which nothing is counted.</summary>
    public Instant? EndedAt { get; init; }

    /// <summary>The status in it.</summary>
    public required string Status { get; init; }

    /// <summary>The queue in it; null for none.</summary>
    public string? QueueId { get; init; }

    /// <summary>The queue's name now.</summary>
    public string? QueueName { get; init; }

    /// <summary>The priority in it.</summary>
    public string? Priority { get; init; }

    /// <summary>The calendar that counts in it; null without calendars.</summary>
    public string? CalendarId { get; init; }

    /// <summary>The policy in it; null where none matches.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether the policy pauses in this status.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Whether the ticket is resolved or closed.</summary>
    public bool IsDone { get; init; }

    /// <summary>Plain seconds; null without an end.</summary>
    public long? CalendarSeconds { get; init; }

    /// <summary>Working seconds; null without an end or a calendar.</summary>
    public long? BusinessSeconds { get; init; }
}

/// <summary>Open time of a calendar within a slice.</summary>
public sealed record ExplainedOpenTime
{
    /// <summary>Which slice.</summary>
    public Instant SliceStartedAt { get; init; }

    /// <summary>Which calendar: the slice's own, or another that the ticket was in at some time.</summary>
    public required string CalendarId { get; init; }

    /// <summary>Whether it is the slice's own.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Its first instant.</summary>
    public Instant OpensAt { get; init; }

    /// <summary>The first instant after it.</summary>
    public Instant ClosesAt { get; init; }

    /// <summary>Whole seconds, above 0.</summary>
    public long Seconds { get; init; }
}

/// <summary>One of the ticket's clocks.</summary>
public sealed record ExplainedClock
{
    /// <summary>Its name, as in the columns of <c>ticket_metrics</c>; <c>next_reply</c> for an exchange.</summary>
    public required string Clock { get; init; }

    /// <summary>Which exchange; 1 for the others.</summary>
    public long Instance { get; init; }

    /// <summary>Where it begins.</summary>
    public Instant StartedAt { get; init; }

    /// <summary>Where it ended, or is read while it runs.</summary>
    public Instant EndedAt { get; init; }

    /// <summary>Whether it has no end yet; its figures are null then.</summary>
    public bool IsRunning { get; init; }

    /// <summary>The figure in plain seconds; null while it runs, where it is not kept, and for an exchange that ended without a reply.</summary>
    public long? CalendarSeconds { get; init; }

    /// <summary>The figure in working seconds; null also without calendars.</summary>
    public long? BusinessSeconds { get; init; }
}

/// <summary>What a clock counted of a slice.</summary>
public sealed record ExplainedAddend
{
    /// <summary>Which clock.</summary>
    public required string Clock { get; init; }

    /// <summary>Which exchange; 1 for the others.</summary>
    public long Instance { get; init; }

    /// <summary>Which slice.</summary>
    public Instant SliceStartedAt { get; init; }

    /// <summary>The calendar that the clock reads the slice by: its own, unless <c>calendarChange</c> says otherwise; null without calendars.</summary>
    public string? CalendarId { get; init; }

    /// <summary>The slice's plain seconds.</summary>
    public long CalendarSeconds { get; init; }

    /// <summary>The slice's working seconds; null without a calendar.</summary>
    public long? BusinessSeconds { get; init; }

    /// <summary>Why it was not counted; null when it was.</summary>
    public string? LeftOut { get; init; }
}
