using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>A backfill that was interrupted.</summary>
/// <param name="Stream">Of which stream.</param>
/// <param name="FromAt">The span's beginning.</param>
/// <param name="UntilAt">Its end, exclusive.</param>
/// <param name="BegunAt">When it was given first.</param>
/// <param name="Windows">How many windows it has.</param>
/// <param name="Done">How many of them are read.</param>
public sealed record BackfillStanding(string Stream, Instant FromAt, Instant UntilAt, Instant BegunAt, long Windows, long Done);
