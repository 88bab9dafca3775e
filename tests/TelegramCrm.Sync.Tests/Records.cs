using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Sync.Tests;

/// <summary>Records in the API's shapes, as short as they may be.</summary>
public static class Records
{
    public static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    public static string Ticket(string id, Instant updatedAt, string subject = "a question", string more = "") => $$"""
        {"id":"{{id}}","number":1,"source":{"channel":"telegram_topic_group","group_id":-1002101424779,"topic_id":7},"subject":"{{subject}}","status":"open","priority":"normal","created_at":"2026-01-01T08:00:00Z","updated_at":"{{Iso(updatedAt)}}"{{more}}}
        """;

    public static string Message(string id, string ticketId, Instant createdAt, string text = "hello", string editedAt = "null") => $$"""
        {"id":"{{id}}","ticket_id":"{{ticketId}}","author":{"type":"customer","id":"c1"},"kind":"reply","text":"{{text}}","created_at":"{{Iso(createdAt)}}","edited_at":{{editedAt}}}
        """;

    public static string Queue(string id, Instant updatedAt, string name = "General") => $$"""{"id":"{{id}}","name":"{{name}}","updated_at":"{{Iso(updatedAt)}}"}""";

    public static string Event(string id, string ticketId, Instant occurredAt) => $$"""{"id":"{{id}}","ticket_id":"{{ticketId}}","type":"created","to":"new","occurred_at":"{{Iso(occurredAt)}}"}""";

    public static string Iso(Instant instant) => InstantPattern.ExtendedIso.Format(instant);
}
