namespace TelegramCrm.Connectors;

/// <summary>What became of one record of a batch: <see cref="RecordWritten"/>, <see cref="RecordRefused"/>, <see cref="RecordDrifted"/> or <see cref="RecordRemoved"/>.</summary>
/// <param name="Key">Which record.</param>
public abstract record WriteResult(ExternalKey Key);

/// <summary>The target holds the record with the fields that were sent; the connector has seen so.</summary>
/// <param name="Key">Which record.</param>
/// <param name="Remote">The record as the target knows it now.</param>
public sealed record RecordWritten(ExternalKey Key, RemoteRecord Remote) : WriteResult(Key);

/// <summary>The target does not take the record, and sending it again as it is won't help.</summary>
/// <param name="Key">Which record.</param>
/// <param name="Refusal">Why, and what to do about it.</param>
public sealed record RecordRefused(ExternalKey Key, RecordRefusedException Refusal) : WriteResult(Key);
