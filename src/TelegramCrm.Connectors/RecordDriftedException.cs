namespace TelegramCrm.Connectors;

/// <summary>Said inside <see cref="PushBatch.WriteEachAsync"/> instead of <see cref="RecordDrifted"/>: the target's record was edited or deleted by somebody else, and nothing was written.</summary>
/// <param name="key">Which record.</param>
/// <param name="present">The record as it stands in the target now; null when it is gone.</param>
public sealed class RecordDriftedException(ExternalKey key, RemoteRecord? present)
    : Exception($"{key.Entity} {key}: {(present is null ? "is gone from the target" : "was edited in the target since it was last written")}")
{
    /// <summary>Which record.</summary>
    public ExternalKey Key { get; } = key;

    /// <summary>The record as it stands in the target now; null when it is gone.</summary>
    public RemoteRecord? Present { get; } = present;
}
