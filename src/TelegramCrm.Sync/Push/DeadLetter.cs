using NodaTime;

namespace TelegramCrm.Sync.Push;

/// <summary>A record that its target refused. It is not sent again until its fields change or somebody asks for it.</summary>
/// <param name="Connector">The connector's name.</param>
/// <param name="Entity">The kind of record.</param>
/// <param name="Key">Its external key.</param>
/// <param name="Field">The mapped field the target objects to; null when it didn't say.</param>
/// <param name="Reason">What is wrong, in the target's own words where there are some.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="RefusedAt">When.</param>
/// <param name="IsToBeRetried">Whether the next push tries it again, though nothing changed.</param>
public sealed record DeadLetter(string Connector, string Entity, string Key, string? Field, string Reason, string Remedy, Instant RefusedAt, bool IsToBeRetried);
