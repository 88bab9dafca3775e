namespace TelegramCrm.Connectors;

/// <summary>Whether a target is ready to be written to.</summary>
/// <param name="IsReady">Whether a push may begin.</param>
/// <param name="Message">What was proved, or what is missing and what to do about it: one line without a secret.</param>
public sealed record CheckResult(bool IsReady, string Message)
{
    /// <summary>The target may be written to.</summary>
    /// <param name="message">What was proved.</param>
    public static CheckResult Ready(string message) => new(true, message);

    /// <summary>The target can't be written to.</summary>
    /// <param name="message">What is missing and what to do about it.</param>
    public static CheckResult NotReady(string message) => new(false, message);
}
