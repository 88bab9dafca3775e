namespace TelegramCrm.Connectors;

/// <summary>A record as the target knows it.</summary>
/// <param name="Id">The target's own id, by which it is updated; never empty.</param>
/// <param name="Revision">
/// What the target calls the state of the record (an ETag, a base revision, a modification time). It is kept with the ledger and
/// comes back with the next write, so that an edit by somebody else can be noticed. Null where the target has no such thing.
/// </param>
public sealed record RemoteRecord(string Id, string? Revision = null);
