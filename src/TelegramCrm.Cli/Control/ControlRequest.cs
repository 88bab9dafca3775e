namespace TelegramCrm.Cli.Control;

/// <summary>A command on its way to the service.</summary>
/// <param name="Arguments">The words it was called with.</param>
internal sealed record ControlRequest(IReadOnlyList<string> Arguments);
