namespace TelegramCrm.Connectors;

/// <summary>A record of a target that carries a key of ours.</summary>
/// <param name="Key">The key.</param>
/// <param name="Remote">The record.</param>
public sealed record ListedRecord(ExternalKey Key, RemoteRecord Remote);
