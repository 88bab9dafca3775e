namespace TelegramCrm.Sync.Load;

/// <summary>A record is not what the API promises, so it goes into quarantine.</summary>
/// <param name="field">The field at fault, dotted; null when the record as a whole is.</param>
/// <param name="reason">What is wrong with it, without its value: the value stands in the quarantined bytes.</param>
public sealed class MalformedRecordException(string? field, string reason) : Exception(field is null ? reason : $"{field}: {reason}")
{
    /// <summary>The field at fault; null when the record as a whole is.</summary>
    public string? Field { get; } = field;

    /// <summary>What is wrong.</summary>
    public string Reason { get; } = reason;
}
