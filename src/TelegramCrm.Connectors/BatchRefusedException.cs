namespace TelegramCrm.Connectors;

/// <summary>The target refused a batch as a whole, took nothing of it, and does not say which record is to blame. The engine halves the batch until it knows.</summary>
/// <param name="reason">What is wrong, best in the target's own words; no secret.</param>
/// <param name="remedy">What to do about it, in the imperative: said of the one record that is left.</param>
public sealed class BatchRefusedException(string reason, string remedy) : Exception($"{reason}; {remedy}")
{
    /// <summary>What is wrong.</summary>
    public string Reason { get; } = reason;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The mapped field that the target objects to; null when it doesn't say.</summary>
    public string? Field { get; init; }
}
