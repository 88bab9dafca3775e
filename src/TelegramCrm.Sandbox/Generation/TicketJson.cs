using System.Globalization;
using System.Text.Json;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Generation;

/// <summary>Writes what was made up in the API's shapes.</summary>
internal static class TicketJson
{
    public static byte[] Bytes(TicketDraft ticket)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Http.JsonAnswer.Plain))
            Write(json, ticket);
        return bytes.ToArray();
    }

    public static void Write(Utf8JsonWriter json, TicketDraft ticket)
    {
        json.WriteStartObject();
        json.WriteString("id", ticket.Id);
        json.WriteNumber("number", ticket.Number);
        WriteSource(json, ticket);
        json.WriteString("subject", ticket.Subject);
        json.WriteString("status", ticket.Status);
        json.WriteString("priority", ticket.Priority);
        json.WriteString("queue_id", ticket.QueueId);
        json.WriteString("assigned_agent_id", ticket.Agent?.Id);
        WriteCustomer(json, ticket.Customer);
        WriteList(json, "tags", ticket.Tags);
        WriteCustomFields(json, ticket);
        json.WriteStartArray("articles");
        foreach (var article in ticket.ArticleIds)
            WriteArticle(json, article);
        json.WriteEndArray();
        WriteTime(json, "created_at", ticket.CreatedAt);
        WriteTime(json, "updated_at", ticket.UpdatedAt);
        WriteTime(json, "first_response_at", ticket.FirstResponseAt);
        WriteTime(json, "resolved_at", ticket.ResolvedAt);
        WriteTime(json, "closed_at", ticket.ClosedAt);
        json.WriteNumber("reopen_count", ticket.ReopenCount);
        WriteTime(json, "deleted_at", ticket.DeletedAt);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, string ticketId, DraftMessage message)
    {
        json.WriteStartObject();
        json.WriteString("id", message.Id);
        json.WriteString("ticket_id", ticketId);
        WriteActor(json, "author", message.AuthorType, message.AuthorId);
        json.WriteString("kind", message.IsNote ? "note" : "reply");
        json.WriteString("text", message.Text);
        json.WriteString("template_id", message.TemplateId);
        json.WriteStartArray("attachments");
        if (message.Attachment is { } attachment)
        {
            json.WriteStartObject();
            json.WriteString("type", attachment.Type);
            json.WriteString("file_name", attachment.FileName);
            json.WriteNumber("size", attachment.Size);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteTime(json, "created_at", message.At);
        WriteTime(json, "edited_at", message.EditedAt);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, string ticketId, DraftEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("id", happened.Id);
        json.WriteString("ticket_id", ticketId);
        json.WriteString("type", happened.Type);
        json.WriteString("from", happened.From);
        json.WriteString("to", happened.To);
        WriteActor(json, "actor", happened.ActorType, happened.ActorId);
        WriteTime(json, "occurred_at", happened.At);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, string ticketId, DraftUsage usage)
    {
        json.WriteStartObject();
        json.WriteString("id", usage.Id);
        json.WriteString("template_id", usage.TemplateId);
        json.WriteNumber("template_version", usage.Version);
        json.WriteString("ticket_id", ticketId);
        json.WriteString("agent_id", usage.AgentId);
        json.WriteString("message_id", usage.MessageId);
        WriteTime(json, "applied_at", usage.At);
        json.WriteEndObject();
    }

    public static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? at) => json.WriteString(name, at is { } time ? Rfc3339.Format(time) : null);

    public static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    private static void WriteSource(Utf8JsonWriter json, TicketDraft ticket)
    {
        var group = TelegramGroup.For(ticket);
        json.WriteStartObject("source");
        json.WriteString("channel", "telegram_topic_group");
        json.WriteNumber("group_id", group.Id);
        json.WriteString("group_title", group.Title);
        json.WriteNumber("topic_id", 40 + 3 * ticket.Number); // a topic's id is that of its first message
        json.WriteEndObject();
    }

    private static void WriteCustomer(Utf8JsonWriter json, Customer customer)
    {
        json.WriteStartObject("customer");
        json.WriteString("id", customer.Id);
        json.WriteString("username", customer.Username);
        json.WriteString("display_name", customer.Name);
        json.WriteString("tier", customer.Tier);
        json.WriteString("language", customer.Language);
        json.WriteEndObject();
    }

    private static void WriteCustomFields(Utf8JsonWriter json, TicketDraft ticket)
    {
        json.WriteStartObject("custom_fields");
        json.WriteString("plan", ticket.Customer.Tier switch { "premium" => "Business", "standard" => "Starter", _ => "Trial" });
        json.WriteString("shop_bot", ticket.Facts["bot"]);
        if (ticket.Topic.Name is "payment" or "refund" or "delivery")
            json.WriteString("order_id", ticket.Facts["order"]);
        if (ticket.Topic.Name is "refund")
            json.WriteNumber("refund_amount", decimal.Parse(ticket.Facts["amount"].Split(' ')[0], CultureInfo.InvariantCulture));
        if (ticket.Topic.Name is "api")
            json.WriteString("request_id", ticket.Facts["request"]);
        json.WriteBoolean("contacted_before", ticket.Number % 3 == 0);
        json.WriteEndObject();
    }

    private static void WriteArticle(Utf8JsonWriter json, string articleId)
    {
        json.WriteStartObject();
        json.WriteString("article_id", articleId);
        json.WriteString("title", ReplyTemplate.All.First(template => template.ArticleId == articleId).Title);
        json.WriteString("url", $"https://help.lumo.example/{articleId.ToLowerInvariant()}");
        json.WriteEndObject();
    }

    private static void WriteActor(Utf8JsonWriter json, string name, string type, string? id)
    {
        json.WriteStartObject(name);
        json.WriteString("type", type);
        json.WriteString("id", id);
        json.WriteEndObject();
    }
}
