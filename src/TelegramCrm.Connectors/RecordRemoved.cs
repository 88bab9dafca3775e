namespace TelegramCrm.Connectors;

/// <summary>The target holds the record no more, or holds it as closed for good where it can't delete; the connector has seen so.</summary>
/// <param name="Key">Which record.</param>
public sealed record RecordRemoved(ExternalKey Key) : WriteResult(Key);
