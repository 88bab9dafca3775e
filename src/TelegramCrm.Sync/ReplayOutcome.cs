namespace TelegramCrm.Sync;

/// <summary>What came of loading quarantined records again.</summary>
/// <param name="RunId">The run, as in <c>ops.runs</c>.</param>
/// <param name="Passed">Records that left the quarantine.</param>
/// <param name="Written">Rows that were new or newer and were written, embedded ones included.</param>
/// <param name="Refused">Records that still can't be loaded.</param>
public sealed record ReplayOutcome(string RunId, long Passed, long Written, long Refused);
