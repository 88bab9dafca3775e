using NodaTime;
using TelegramCrm.Sync.Extract;
using TelegramCrm.Sync.Extract.Reconciling;
using TelegramCrm.Sync.Publish;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync;

/// <summary>What a run did. A part that was not asked for, or not reached, is empty.</summary>
/// <param name="RunId">The run, as in <c>ops.runs</c>.</param>
/// <param name="AsOf">The instant its figures are as of.</param>
public sealed record RunOutcome(string RunId, Instant AsOf)
{
    /// <summary>What came of each stream.</summary>
    public IReadOnlyList<StreamOutcome> Streams { get; init; } = [];

    /// <summary>How each stream compares with the CRM.</summary>
    public IReadOnlyList<StreamReconciliation> Reconciled { get; init; } = [];

    /// <summary>How each target compares with what it is known to hold.</summary>
    public IReadOnlyList<ComparedTarget> Compared { get; init; } = [];

    /// <summary>How the figures were computed; null when they were not.</summary>
    public TransformOutcome? Transform { get; init; }

    /// <summary>What the data tests found.</summary>
    public IReadOnlyList<DataTestResult> Tests { get; init; } = [];

    /// <summary>The version readers see now; null when nothing was to be published, or data tests forbade it.</summary>
    public PublishedVersion? Published { get; init; }

    /// <summary>The report files written.</summary>
    public IReadOnlyList<string> Reports { get; init; } = [];

    /// <summary>What each connector took.</summary>
    public IReadOnlyList<PushSummary> Pushes { get; init; } = [];

    /// <summary>Everything that failed, in words; empty when all was done.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];

    /// <summary>One of <see cref="RunStatus"/>.</summary>
    public string Status => Failures.Count == 0 ? RunStatus.Done : RunStatus.Partial;
}
