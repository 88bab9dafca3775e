using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>A run as the run log has it.</summary>
/// <param name="RunId">Its id.</param>
/// <param name="Trigger">Who asked for it.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="EndedAt">When it ended; null while it runs.</param>
/// <param name="Status">One of <see cref="RunStatus"/>.</param>
/// <param name="RowsExtracted">Records that came.</param>
/// <param name="RowsLoaded">Rows that were written.</param>
/// <param name="Error">What went wrong; null when nothing did.</param>
public sealed record LoggedRun(string RunId, string Trigger, Instant StartedAt, Instant? EndedAt, string Status, long RowsExtracted, long RowsLoaded, string? Error);
