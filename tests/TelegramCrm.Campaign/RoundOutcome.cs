namespace TelegramCrm.Campaign;

/// <summary>What a round came to.</summary>
/// <param name="Plan">What was played.</param>
internal sealed record RoundOutcome(RoundPlan Plan)
{
    /// <summary>How often a process was killed before it came to its end.</summary>
    public int Kills { get; init; }

    /// <summary>How often each fault fell.</summary>
    public IReadOnlyDictionary<string, long> FaultsMet { get; init; } = new Dictionary<string, long>();

    /// <summary>What the sandbox was asked.</summary>
    public long Requests { get; init; }

    /// <summary>Rows of raw that were held against the CRM's records, and of analytics against another warehouse's.</summary>
    public long RowsCompared { get; init; }

    /// <summary>All that is not as it must be, in words; empty when the round ended in the truth.</summary>
    public IReadOnlyList<string> Differences { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Took { get; init; }
}
