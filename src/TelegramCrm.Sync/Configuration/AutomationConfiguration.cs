using NodaTime;

namespace TelegramCrm.Sync.Configuration;

/// <summary>What is done in the CRM by itself.</summary>
public sealed record AutomationConfiguration
{
    /// <summary>Who gets which tickets; without this section nobody is assigned anything.</summary>
    public AssignmentConfiguration? Assignment { get; init; }

    /// <summary>Which approved responses the CRM has as templates; without this section templates are left alone.</summary>
    public TemplateConfiguration? Templates { get; init; }

    /// <summary>Which articles are attached to new tickets; without this section none are.</summary>
    public SuggestionConfiguration? Suggestions { get; init; }
}

/// <summary>Who gets which tickets, and where those go that nobody gets.</summary>
public sealed record AssignmentConfiguration
{
    /// <summary>In order: the first rule that matches a ticket and finds a place for it holds.</summary>
    public IReadOnlyList<AssignmentRule> Rules { get; init; } = [];

    /// <summary>Where a ticket lands that no rule placed in time.</summary>
    public required FallbackConfiguration Fallback { get; init; }

    /// <summary>How far before its very first start it looks back: what arrived earlier and still waits is left to people.</summary>
    [Within("0s", "30d")]
    public Duration LookBack { get; init; } = Duration.FromHours(1);

    /// <summary>When tickets are looked at although nothing was loaded, so that windows end and agents that came back are seen.</summary>
    public Schedule Schedule { get; init; } = Schedule.Parse("every 1m");

    /// <summary>How old what is known of agents, queues and tickets may be for rules to go on while the CRM is away.</summary>
    [Within("0s", "7d")]
    public Duration MaxCacheAge { get; init; } = Duration.FromMinutes(30);

    /// <summary>How long one request waits for a CRM that is away, before the next look tries again.</summary>
    [Within("0s", "10m")]
    public Duration RequestPatience { get; init; } = Duration.FromSeconds(10);
}

/// <summary>Where a ticket lands that no rule placed in time.</summary>
public sealed record FallbackConfiguration
{
    /// <summary>The id of the default queue. Should the CRM refuse it, the queue that the CRM itself calls its default is taken.</summary>
    public required string Queue { get; init; }

    /// <summary>How long after its arrival a ticket may wait for a rule to place it.</summary>
    [Within("0s", "30d")]
    public Duration Window { get; init; } = Duration.FromMinutes(15);
}
