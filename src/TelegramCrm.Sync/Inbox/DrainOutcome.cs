using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Inbox;

/// <summary>What became of the deliveries that a drain took up.</summary>
/// <param name="Applied">Their records stand in the warehouse, unless it held newer ones.</param>
/// <param name="Unrecognized">They held no record of a stream we know; they are kept.</param>
/// <param name="Postponed">They could not be applied now and will be tried again.</param>
/// <param name="Dead">They can't be applied.</param>
/// <param name="Counts">The records of the applied ones.</param>
public readonly record struct DrainOutcome(int Applied, int Unrecognized, int Postponed, int Dead, LoadCounts Counts)
{
    /// <summary>Both together.</summary>
    public static DrainOutcome operator +(DrainOutcome left, DrainOutcome right) => new(
        left.Applied + right.Applied, left.Unrecognized + right.Unrecognized, left.Postponed + right.Postponed, left.Dead + right.Dead, left.Counts + right.Counts);
}
