namespace TelegramCrm.Connectors;

/// <summary>The target does not take a record, and sending it again as it is won't help: it becomes a dead letter. Every other exception is tried again.</summary>
/// <param name="key">Which record.</param>
/// <param name="reason">What is wrong, best in the target's own words; no secret.</param>
/// <param name="remedy">What to do about it, in the imperative.</param>
public sealed class RecordRefusedException(ExternalKey key, string reason, string remedy) : Exception($"{key.Entity} {key}: {reason}; {remedy}")
{
    /// <summary>Which record.</summary>
    public ExternalKey Key { get; } = key;

    /// <summary>What is wrong.</summary>
    public string Reason { get; } = reason;

    /// <summary>What to do about it.</summary>
    public string Remedy { get; } = remedy;

    /// <summary>The mapped field that the target objects to; null when it is the record as a whole, or the target doesn't say.</summary>
    public string? Field { get; init; }
}
