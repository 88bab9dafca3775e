using TelegramCrm.Sync.Push;

namespace TelegramCrm.Sync.Propagation;

/// <summary>What a run of the propagation did, and what stands between the source and the CRM after it.</summary>
/// <param name="Summary">What was sent.</param>
/// <param name="Problems">Documents that can't be sent, and conflicts.</param>
/// <param name="Refused">Responses that the CRM refused: dead letters.</param>
public sealed record PropagationOutcome(EntitySummary Summary, IReadOnlyList<TemplateProblem> Problems, IReadOnlyList<DeadLetter> Refused)
{
    /// <summary>Where the responses came from; null when that could not be read.</summary>
    public string? Source { get; init; }

    /// <summary>How many responses can be sent.</summary>
    public int Responses { get; init; }

    /// <summary>What a person should know beside; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>Whether the CRM has what the source has, and nothing stands between them.</summary>
    public bool IsComplete => Summary is { IsComplete: true, Withheld: 0 } && Problems.Count == 0 && Refused.Count == 0;
}

/// <summary>How templates stand as of the last run.</summary>
/// <param name="Last">The last run; null when there was none.</param>
/// <param name="Held">How many templates the CRM is known to hold for us.</param>
/// <param name="Problems">Documents that can't be sent, and conflicts.</param>
/// <param name="Refused">Every response that the CRM refused.</param>
public sealed record PropagationStanding(PastPush? Last, long Held, IReadOnlyList<TemplateProblem> Problems, IReadOnlyList<DeadLetter> Refused);

/// <summary>What a run would do.</summary>
/// <param name="Source">Where the responses come from.</param>
/// <param name="Changes">What would become of which template; the first 1,000 that change, and every conflict.</param>
/// <param name="Problems">Documents that can't be sent, and conflicts.</param>
public sealed record PropagationPreview(string Source, IReadOnlyList<TemplateChange> Changes, IReadOnlyList<TemplateProblem> Problems)
{
    /// <summary>How many templates would be created; null when that is unavailable, see <see cref="Hindrance"/>.</summary>
    public long? Create { get; init; }

    /// <summary>How many would be updated, conflicts included.</summary>
    public long? Update { get; init; }

    /// <summary>How many would be deleted.</summary>
    public long? Delete { get; init; }

    /// <summary>How many the CRM has as they are.</summary>
    public long? Unchanged { get; init; }

    /// <summary>Responses whose last writing has an unknown outcome; the next run looks first.</summary>
    public long Unsettled { get; init; }

    /// <summary>Why nothing would be sent or deleted; null when all is well.</summary>
    public string? Hindrance { get; init; }
}

/// <summary>What would become of a template.</summary>
/// <param name="ExternalId">Which.</param>
/// <param name="Action"><c>create</c>, <c>take over</c> (it has the external id, and nobody knows since when), <c>update</c>, <c>delete</c>; of conflicts <c>keep</c> or <c>overwrite</c>.</param>
/// <param name="Diff">From what the CRM has to what the source has, as a unified diff; empty when they are the same.</param>
public sealed record TemplateChange(string ExternalId, string Action, string Diff);
