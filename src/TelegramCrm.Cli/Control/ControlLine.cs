namespace TelegramCrm.Cli.Control;

/// <summary>A line of what a handed-over command prints; the last one carries its exit code.</summary>
/// <param name="Out">Text for stdout; null when there is none.</param>
/// <param name="Error">Text for stderr; null when there is none.</param>
/// <param name="Exit">How the command ended; null before the end.</param>
internal sealed record ControlLine(string? Out = null, string? Error = null, int? Exit = null);
