namespace TelegramCrm.Sync.Push;

/// <summary>What a push model says can't be sent: a mistake in the SQL, or in the rows that it gave. Nothing was sent of it.</summary>
/// <param name="message">Where, what and remedy in one sentence.</param>
/// <param name="innerException">What DuckDB said, when it was DuckDB that objected.</param>
public sealed class PushModelException(string message, Exception? innerException = null) : Exception(message, innerException);
