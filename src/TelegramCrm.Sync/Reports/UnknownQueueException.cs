namespace TelegramCrm.Sync.Reports;

/// <summary>A report is asked for about a queue that can't be told.</summary>
/// <param name="what">Why not.</param>
/// <param name="remedy">What to write instead.</param>
public sealed class UnknownQueueException(string what, string remedy) : Exception($"--queue: {what}; {remedy}");
