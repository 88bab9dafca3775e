using NodaTime;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Deliveries of one type that are kept although they hold no record of a stream we know.</summary>
/// <param name="Type">The event's type.</param>
/// <param name="Count">How many.</param>
/// <param name="LastAt">When the last of them came.</param>
public sealed record UnrecognizedType(string Type, long Count, Instant LastAt);
