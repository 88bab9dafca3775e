namespace TelegramCrm.Connectors;

/// <summary>A record as the target knows it.</summary>
/// <param name="Id">The target's own id, by which it is updated; never empty.</param>
/// <param name="Revision">
/// What the state of the written fields is called: the target's own word (a base revision, an ETag) or, where that moves with every comment, a
/// fingerprint of the fields as the target holds them. It is kept with the ledger and comes back with the next write, so that an edit by somebody else
/// can be noticed (<see cref="RecordDrifted"/>). Null where the target has no such thing.
/// </param>
public sealed record RemoteRecord(string Id, string? Revision = null);
