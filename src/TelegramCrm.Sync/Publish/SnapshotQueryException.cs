namespace TelegramCrm.Sync.Publish;

/// <summary>A statement that the published snapshot can't or won't answer.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="cause">DuckDB's failure, if it was DuckDB that refused.</param>
public sealed class SnapshotQueryException(string message, Exception? cause = null) : Exception(message, cause);
