using static TelegramCrm.Sync.Load.FieldKind;

namespace TelegramCrm.Sync.Load;

/// <summary>Every stream of the CRM. A new one is an entry here, a table in <c>sql/schema</c> and a file in <c>sql/staging</c>.</summary>
public static class Streams
{
    private static readonly Field Id = new("id", Text, Required: true, FieldRole.Id);
    private static readonly Field OfTicket = new("ticket_id", Text, Required: true, FieldRole.TicketId);
    private static readonly Field UpdatedAt = new("updated_at", Instant, Required: true, FieldRole.Version);
    private static readonly Field DeletedAt = new("deleted_at", Instant, Role: FieldRole.DeletedAt);
    private static readonly Field[] Actor = [new("type", Text), new("id", Text)];

    /// <summary>Tickets, with up to the newest 100 messages of each.</summary>
    public static CrmStream Tickets { get; } = new("tickets", "tickets",
    [
        Id, new("number", WholeNumber, Required: true),
        new("source", Nested, Required: true, Fields: [new("channel", Text, Required: true), new("group_id", WholeNumber), new("group_title", Text), new("topic_id", WholeNumber)]),
        new("subject", Text, Required: true), new("status", Text, Required: true), new("priority", Text, Required: true),
        new("queue_id", Text), new("assigned_agent_id", Text),
        new("customer", Nested, Fields: [new("id", Text, Required: true), new("username", Text), new("display_name", Text), new("tier", Text), new("language", Text)]),
        new("tags", Texts), new("custom_fields", Anything), new("articles", Anything),
        new("created_at", Instant, Required: true), UpdatedAt,
        new("first_response_at", Instant), new("resolved_at", Instant), new("closed_at", Instant), new("reopen_count", WholeNumber), DeletedAt,
        new("messages", Records), new("messages_truncated", Flag, Role: FieldRole.Truncated),
    ])
    {
        UntilParameter = "updated_until",
        IsOrdered = true,
        KeepsHistory = true,
        Query = new Dictionary<string, string> { ["include"] = "messages" },
        KeysQuery = new Dictionary<string, string> { ["fields"] = "id,updated_at,deleted_at" },
    };

    /// <summary>Messages. They come inside tickets; the list is one ticket's whole thread.</summary>
    public static CrmStream Messages { get; } = new("messages", "tickets/{ticket_id}/messages",
    [
        Id, OfTicket, new("author", Nested, Required: true, Fields: [new("type", Text, Required: true), new("id", Text)]),
        new("kind", Text, Required: true), new("text", Text), new("template_id", Text), new("attachments", Anything),
        new("created_at", Instant, Required: true, FieldRole.Version), new("edited_at", Instant, Role: FieldRole.LaterVersion),
    ]);

    /// <summary>What happened to tickets; append-only.</summary>
    public static CrmStream TicketEvents { get; } = new("ticket_events", "ticket-events",
    [
        Id, OfTicket, new("type", Text, Required: true), new("from", Text), new("to", Text), new("actor", Nested, Fields: Actor),
        new("occurred_at", Instant, Required: true, FieldRole.Version),
    ])
    { SinceParameter = "since", UntilParameter = "until", IsOrdered = true };

    /// <summary>Agents.</summary>
    public static CrmStream Agents { get; } = new("agents", "agents",
    [
        Id, new("name", Text, Required: true), new("username", Text), new("email", Text), new("role", Text),
        new("availability", Text, Required: true), new("skills", Texts), new("queue_ids", Texts), new("max_open_tickets", WholeNumber), UpdatedAt, DeletedAt,
    ])
    { KeepsHistory = true };

    /// <summary>Queues.</summary>
    public static CrmStream Queues { get; } = new("queues", "queues",
        [Id, new("name", Text, Required: true), new("is_default", Flag), new("team", Text), UpdatedAt, DeletedAt])
    { KeepsHistory = true };

    /// <summary>Reply templates.</summary>
    public static CrmStream Templates { get; } = new("templates", "templates",
    [
        Id, new("title", Text), new("body", Text), new("locale", Text), new("article_id", Text), new("external_id", Text),
        new("tags", Texts), new("version", WholeNumber, Required: true), UpdatedAt, DeletedAt,
    ])
    { KeepsHistory = true };

    /// <summary>Each application of a template to a ticket; append-only.</summary>
    public static CrmStream TemplateUsages { get; } = new("template_usages", "template-usages",
    [
        Id, new("template_id", Text, Required: true), new("template_version", WholeNumber), OfTicket, new("agent_id", Text), new("message_id", Text),
        new("applied_at", Instant, Required: true, FieldRole.Version),
    ])
    { SinceParameter = "since", UntilParameter = "until", IsOrdered = true };

    /// <summary>The streams that have a list of their own, in the order they are read.</summary>
    public static IReadOnlyList<CrmStream> Listed { get; } = [Queues, Agents, Templates, Tickets, TicketEvents, TemplateUsages];

    /// <summary>Every stream with a table in <c>raw</c>.</summary>
    public static IReadOnlyList<CrmStream> All { get; } = [.. Listed, Messages];
}
