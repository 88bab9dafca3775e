namespace TelegramCrm.Sync.Transform;

/// <summary>What a transformation did.</summary>
/// <param name="Number">Its number in <c>ops.transforms</c>.</param>
/// <param name="IsFull">Whether every ticket was computed anew.</param>
/// <param name="Tickets">How many tickets were computed.</param>
/// <param name="Relations">The relations that it keeps in the warehouse, in build order.</param>
/// <param name="Tested">What the data tests found that looked at the computed tickets alone.</param>
/// <param name="Untested">The data tests that are to look at all rows.</param>
public sealed record TransformOutcome(
    long Number, bool IsFull, long Tickets, IReadOnlyList<BuiltRelation> Relations, IReadOnlyList<DataTestResult> Tested, IReadOnlyList<DataTest> Untested);
