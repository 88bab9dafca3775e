namespace TelegramCrm.Sync.Crm;

/// <summary>An answer that is no answer: cut off, not JSON, or of another kind than it says. Worth another try.</summary>
/// <param name="message">What is broken.</param>
/// <param name="inner">The parser's own words.</param>
public sealed class BrokenAnswerException(string message, Exception? inner = null) : HttpRequestException(message, inner);
