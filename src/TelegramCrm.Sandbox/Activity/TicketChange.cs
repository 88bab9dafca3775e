using System.Text.Json.Nodes;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Activity;

/// <summary>
/// One change of one ticket, whoever makes it: fields, events, messages and stamps move together, and subscribers hear
/// of it. The caller holds the workspace's gate from the beginning to <see cref="Commit"/>.
/// </summary>
internal sealed class TicketChange
{
    private readonly Changes changes;
    private readonly JsonObject ticket;
    private readonly Actor actor;
    private readonly List<(string Type, string Part, JsonObject Record)> news = [];

    public TicketChange(Changes changes, JsonObject ticket, Actor actor)
    {
        this.changes = changes;
        this.ticket = ticket;
        this.actor = actor;
        At = changes.Stamp(ticket["updated_at"] is { } before ? (DateTimeOffset)before : null);
    }

    public string TicketId => (string)ticket["id"]!;

    public string Status => (string)ticket["status"]!;

    public DateTimeOffset At { get; }

    private bool IsEmpty { get; set; } = true;

    public void Create()
    {
        ticket["created_at"] = Rfc3339.Format(At);
        Record("ticket.created", "created", null, "new");
    }

    public void SetStatus(string status)
    {
        var before = Status;
        if (before == status)
            return;
        if (before is "resolved" or "closed" && status is not ("resolved" or "closed"))
        {
            (ticket["resolved_at"], ticket["closed_at"]) = (null, null);
            ticket["reopen_count"] = ((int?)ticket["reopen_count"] ?? 0) + 1;
            Record(null, "reopened", before, status);
        }
        ticket["status"] = status;
        if (status is "resolved" or "closed")
            ticket[$"{status}_at"] = Rfc3339.Format(At);
        Record("ticket.status_changed", "status_changed", before, status);
    }

    public void Assign(string? agentId) => Set("assigned_agent_id", agentId, "ticket.assigned", "assigned");

    public void MoveTo(string? queueId) => Set("queue_id", queueId, null, "queue_changed");

    public void Prioritize(string priority) => Set("priority", priority, null, "priority_changed");

    /// <summary>Sets a field whose changes no event tells of.</summary>
    public void Replace(string field, JsonNode? value)
    {
        if (JsonNode.DeepEquals(ticket[field], value))
            return;
        ticket[field] = value?.DeepClone();
        IsEmpty = false;
    }

    public void Delete()
    {
        ticket["deleted_at"] = Rfc3339.Format(At);
        Record("ticket.deleted", "deleted", null, null);
    }

    /// <returns>The message's id.</returns>
    public string Say(string text, string? templateId = null)
    {
        var id = changes.NextId("msg");
        var message = new JsonObject
        {
            ["id"] = id,
            ["ticket_id"] = TicketId,
            ["author"] = actor.ToJson(),
            ["kind"] = "reply",
            ["text"] = text,
            ["template_id"] = templateId,
            ["attachments"] = new JsonArray(),
            ["created_at"] = Rfc3339.Format(At),
            ["edited_at"] = null,
        };
        changes.AddMessage(TicketId, message);
        if (actor.Type == "agent" && ticket["first_response_at"] is null && changes.HasCustomerMessage(TicketId))
            ticket["first_response_at"] = Rfc3339.Format(At);
        news.Add(("ticket.message_added", "message", message));
        IsEmpty = false;
        return id;
    }

    public void Apply(string templateId, string messageId)
    {
        var template = changes.Read(changes.Workspace.Templates, templateId)!;
        var usage = new JsonObject
        {
            ["id"] = changes.NextId("use"),
            ["template_id"] = templateId,
            ["template_version"] = (int)template["version"]!,
            ["ticket_id"] = TicketId,
            ["agent_id"] = actor.Id,
            ["message_id"] = messageId,
            ["applied_at"] = Rfc3339.Format(At),
        };
        changes.Put(changes.Workspace.TemplateUsages, usage, At);
        news.Add(("template.applied", "template_usage", usage));
    }

    /// <summary>Writes it all, unless nothing has changed.</summary>
    public void Commit()
    {
        if (IsEmpty)
            return;
        ticket["updated_at"] = Rfc3339.Format(At);
        changes.Put(changes.Workspace.Tickets, ticket, At);
        if (!news.Exists(item => item.Type is "ticket.created" or "ticket.deleted"))
            changes.Tell("ticket.updated", At, TicketId);
        foreach (var (type, part, record) in news)
            changes.Tell(type, At, TicketId, part, record);
    }

    private void Set(string field, string? value, string? news, string type)
    {
        var before = (string?)ticket[field];
        if (before == value)
            return;
        ticket[field] = value;
        Record(news, type, before, value);
    }

    private void Record(string? newsType, string type, string? from, string? to)
    {
        var happened = new JsonObject
        {
            ["id"] = changes.NextId("ev"),
            ["ticket_id"] = TicketId,
            ["type"] = type,
            ["from"] = from,
            ["to"] = to,
            ["actor"] = actor.ToJson(),
            ["occurred_at"] = Rfc3339.Format(At),
        };
        changes.Put(changes.Workspace.TicketEvents, happened, At);
        if (newsType is not null)
            news.Add((newsType, "event", happened));
        IsEmpty = false;
    }
}

/// <summary>Who does something.</summary>
internal readonly record struct Actor(string Type, string? Id)
{
    public static Actor Api { get; } = new("system", "api");

    public JsonObject ToJson() => new() { ["type"] = Type, ["id"] = Id };
}
