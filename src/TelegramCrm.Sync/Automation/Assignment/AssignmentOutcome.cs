using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>What a look at waiting tickets came to.</summary>
public sealed record AssignmentOutcome
{
    /// <summary>Why nothing could be decided at all; null when it could.</summary>
    public string? Hindrance { get; init; }

    /// <summary>Decisions made.</summary>
    public int Decided { get; init; }

    /// <summary>Decisions that the CRM has now.</summary>
    public int Applied { get; init; }

    /// <summary>Decisions that were overtaken.</summary>
    public int Withdrawn { get; init; }

    /// <summary>Decisions that the CRM refused: dead letters.</summary>
    public int Failed { get; init; }

    /// <summary>Decisions that wait until the CRM answers again.</summary>
    public int Queued { get; init; }

    /// <summary>Tickets that wait for a rule or for the end of their window.</summary>
    public int Waiting { get; init; }

    /// <summary>Why the CRM could not be asked; null when it could.</summary>
    public string? Away { get; init; }

    /// <summary>How old what is known is; null when it was read just now.</summary>
    public Duration? CacheAge { get; init; }
}
