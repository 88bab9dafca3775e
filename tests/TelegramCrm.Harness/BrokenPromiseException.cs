namespace TelegramCrm.Harness;

/// <summary>The product did not do what it promises.</summary>
/// <param name="message">What was promised, and what was seen.</param>
internal sealed class BrokenPromiseException(string message) : Exception(message);
