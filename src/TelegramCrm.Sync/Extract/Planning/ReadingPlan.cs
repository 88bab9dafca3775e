namespace TelegramCrm.Sync.Extract.Planning;

/// <summary>What a run will probably take, before it is begun: an estimate, never a promise.</summary>
/// <param name="Streams">What each stream will take, threads last.</param>
/// <param name="Quotas">What that means for each rate limit.</param>
/// <param name="Spent">Requests that the estimate itself has cost.</param>
public sealed record ReadingPlan(IReadOnlyList<PlannedReading> Streams, IReadOnlyList<PlannedQuota> Quotas, int Spent);
