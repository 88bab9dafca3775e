using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Extract.Reconciling;

/// <summary>What came of comparing one stream, and of mending it.</summary>
/// <param name="Stream">The stream's name.</param>
/// <param name="Found">What differed.</param>
/// <param name="Days">The days that differed, the oldest first.</param>
/// <param name="LeftOver">How many still differ at the end; as many as were found when nothing was to be mended.</param>
/// <param name="Mended">What was read again.</param>
/// <param name="Error">Why the stream could not be compared or mended to the end; null when it was.</param>
/// <param name="Refusal">Why records that are gone were not marked as deleted; null when they were, or there are none.</param>
public sealed record StreamReconciliation(string Stream, StreamDifferences Found, IReadOnlyList<DayDifferences> Days, long LeftOver, LoadCounts Mended, string? Error, string? Refusal)
{
    /// <summary>Whether the stream was compared and is equal now.</summary>
    public bool IsEqual => Error is null && LeftOver == 0;
}
