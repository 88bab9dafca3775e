namespace TelegramCrm.Cli;

/// <summary>A connector's configuration can't be used.</summary>
/// <param name="message">Where, what and remedy.</param>
internal sealed class InvalidConnectorException(string message) : Exception(message);
