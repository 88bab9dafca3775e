namespace TelegramCrm.Sync.State;

/// <summary>The tables of the state store and this program do not fit together; the message says what to do.</summary>
/// <param name="message">Where, what and remedy in one sentence.</param>
public sealed class StateSchemaException(string message) : Exception(message);
