using NodaTime;

namespace TelegramCrm.Sync.Reports;

/// <summary>Where a report's figures come from; printed on every page.</summary>
/// <param name="RunId">The run that computed them.</param>
/// <param name="AsOf">The instant they were computed for.</param>
/// <param name="WrittenAt">When the report is written: how late the figures are is told by it.</param>
public sealed record ReportSource(string RunId, Instant AsOf, Instant WrittenAt);
