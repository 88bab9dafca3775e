namespace TelegramCrm.Connectors;

/// <summary>
/// The target's record is not in the state that <see cref="PushRecord.Known"/> tells of: somebody else edited or deleted it there since
/// the last confirmed write. Nothing was written; whether it is overwritten, made anew or left alone is decided by the configuration.
/// </summary>
/// <param name="Key">Which record.</param>
/// <param name="Present">The record as it stands in the target now; null when it is gone.</param>
public sealed record RecordDrifted(ExternalKey Key, RemoteRecord? Present) : WriteResult(Key);
