using System.Text.Json;

namespace TelegramCrm.Connectors;

/// <summary>A record to write: the mapped fields, as the SQL model of its entity gives them.</summary>
/// <param name="Key">What we call it.</param>
/// <param name="Fields">
/// Every mapped field by name, in the order of the model; the key is not among them. An instant is text in UTC
/// (<c>2026-03-14T09:30:00Z</c>), a date <c>2026-03-14</c>, a duration a number of seconds. A number keeps
/// its value, not its trailing zeros (1.50 is 1.5); what is not known is JSON null.
/// </param>
/// <param name="Known">The target's record as it was after the last confirmed write, or as it was just found; null when it is to be created.</param>
public sealed record PushRecord(ExternalKey Key, IReadOnlyDictionary<string, JsonElement> Fields, RemoteRecord? Known = null);
