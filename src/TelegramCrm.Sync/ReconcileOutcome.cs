using TelegramCrm.Sync.Extract.Reconciling;

namespace TelegramCrm.Sync;

/// <summary>What a comparison with the CRM found, and what is left of it.</summary>
/// <param name="RunId">The run, as in <c>ops.runs</c> and <c>ops.reconciliations</c>.</param>
/// <param name="Streams">One for each stream that was asked for.</param>
public sealed record ReconcileOutcome(string RunId, IReadOnlyList<StreamReconciliation> Streams)
{
    /// <summary>Whether every stream was compared and is equal now.</summary>
    public bool IsEqual => Streams.All(stream => stream.IsEqual);

    /// <summary>What a person should know, in words; empty when all is equal.</summary>
    public IReadOnlyList<string> Failures =>
    [
        .. Streams.Where(stream => !stream.IsEqual).Select(stream => $"{stream.Stream}: {stream.Error ?? stream.Refusal ?? $"{stream.LeftOver} records differ from the CRM's; see ops.reconciliations"}"),
    ];
}
