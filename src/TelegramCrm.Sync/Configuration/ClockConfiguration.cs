namespace TelegramCrm.Sync.Configuration;

/// <summary>How the clocks are read where there is more than one sound way.</summary>
public sealed record ClockConfiguration
{
    /// <summary>
    /// Which calendar counts when a ticket moves between calendars: <c>each</c> for the time it applied, the one <c>at_event</c> (that held when the clock
    /// ended, or holds now) for all of it, or the one <c>at_creation</c>.
    /// </summary>
    [OneOf("each", "at_event", "at_creation")]
    public string CalendarChange { get; init; } = "each";

    /// <summary>When the clock of the first response starts, and what stops it.</summary>
    public FirstResponseConfiguration FirstResponse { get; init; } = new();
}

/// <summary>When the clock of the first response starts, and what stops it.</summary>
public sealed record FirstResponseConfiguration
{
    /// <summary>Whether a bot's public reply is a first response.</summary>
    public bool CountBots { get; init; }

    /// <summary>
    /// Where the clock starts: at <c>creation</c>; at the <c>bot_handoff</c>, the first assignment to an agent after a bot's first reply, for tickets that a
    /// bot held; or at the first <c>assignment</c> to an agent. A ticket that was answered before that counts from its creation.
    /// </summary>
    [OneOf("creation", "bot_handoff", "assignment")]
    public string StartsAt { get; init; } = "creation";
}
