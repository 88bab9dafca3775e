using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract;

/// <summary>What came of reading one stream.</summary>
/// <param name="Stream">The stream's name; <c>threads</c> for whole threads.</param>
/// <param name="Counts">What became of its records, embedded ones included.</param>
/// <param name="Error">Why it could not be read to its end; null when it was.</param>
public sealed record StreamOutcome(string Stream, LoadCounts Counts, string? Error)
{
    /// <summary>Whether it went on with a pass that an earlier run had left in the middle.</summary>
    public bool IsResumed { get; init; }

    /// <summary>Read to its end, and every record loaded.</summary>
    public bool IsWhole => Error is null && Counts.Quarantined == 0;
}
