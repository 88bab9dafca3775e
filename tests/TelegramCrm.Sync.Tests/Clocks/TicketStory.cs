using System.Globalization;
using System.Text.Json;
using Dapper;
using DuckDB.NET.Data;
using NodaTime;

namespace TelegramCrm.Sync.Tests.Clocks;

/// <summary>What happened to a ticket, told in order; records get their ids in the order they are told.</summary>
internal sealed class TicketStory(string id)
{
    private readonly List<(string Table, string Id, object Body)> _records = [];
    private readonly Dictionary<string, object?> _fields = new(StringComparer.Ordinal) { ["status"] = "new", ["priority"] = "normal", ["queue_id"] = null };
    private Instant _createdAt = Given.At("Mon 09:00");
    private string? _tier;

    public TicketStory CreatedAt(string at)
    {
        _createdAt = Given.At(at);
        return this;
    }

    /// <summary>What the API's ticket says of itself.</summary>
    public TicketStory Says(string field, object? value)
    {
        _fields[field] = value is string text && field.EndsWith("_at", StringComparison.Ordinal) ? Iso(Given.At(text)) : value;
        return this;
    }

    public TicketStory OfTier(string tier)
    {
        _tier = tier;
        return this;
    }

    public TicketStory Created(string status = "new", string by = "customer") => Event(null, "created", null, status, by);

    public TicketStory Customer(string at) => Message(at, "customer", "cust", "reply");

    public TicketStory Agent(string at, string agent = "ann") => Message(at, "agent", agent, "reply");

    public TicketStory Bot(string at) => Message(at, "bot", null, "reply");

    public TicketStory System(string at) => Message(at, "system", null, "reply");

    public TicketStory Note(string at) => Message(at, "agent", "ann", "note");

    /// <summary>A change of status; the ticket's own field follows.</summary>
    public TicketStory Status(string at, string to)
    {
        var from = (string?)_fields["status"];
        _fields["status"] = to;
        return Event(at, "status_changed", from, to, "agent");
    }

    /// <summary>A reopening as some CRMs tell it: twice.</summary>
    public TicketStory Reopened(string at)
    {
        Event(at, "reopened", (string?)_fields["status"], "open", "customer");
        return Status(at, "open");
    }

    public TicketStory Queue(string at, string? to)
    {
        var from = (string?)_fields["queue_id"];
        _fields["queue_id"] = to;
        return Event(at, "queue_changed", from, to, "agent");
    }

    public TicketStory Priority(string at, string to)
    {
        var from = (string?)_fields["priority"];
        _fields["priority"] = to;
        return Event(at, "priority_changed", from, to, "agent");
    }

    public TicketStory Assigned(string at, string agent) => Event(at, "assigned", null, agent, "agent");

    public void Write(DuckDBConnection connection)
    {
        var ticket = new Dictionary<string, object?>(_fields, StringComparer.Ordinal)
        {
            ["id"] = id,
            ["number"] = 1,
            ["subject"] = "a question",
            ["source"] = new { channel = "telegram_topic_group", group_id = -100L, topic_id = 7L },
            ["customer"] = new { id = "cust", tier = _tier },
            ["tags"] = Array.Empty<string>(),
            ["created_at"] = Iso(_createdAt),
            ["updated_at"] = Iso(_createdAt),
        };
        foreach (var (table, recordId, body) in _records.Append(("tickets", id, ticket)))
        {
            connection.Execute(
                $"insert into raw.{table} values ($id, $ticket, $at, 0, $body, null, false, 1)",
                new { id = recordId, ticket = id, at = _createdAt, body = JsonSerializer.Serialize(body) });
        }
    }

    private TicketStory Message(string at, string type, string? author, string kind)
    {
        var recordId = NextId("m");
        _records.Add(("messages", recordId, new { id = recordId, ticket_id = id, author = new { type, id = author }, kind, text = "text", created_at = Iso(Given.At(at)) }));
        return this;
    }

    private TicketStory Event(string? at, string type, string? from, string? to, string actor)
    {
        var recordId = NextId("e");
        var occurredAt = at is null ? _createdAt : Given.At(at);
        _records.Add(("ticket_events", recordId, new { id = recordId, ticket_id = id, type, from, to, actor = new { type = actor, id = actor == "agent" ? "ann" : null }, occurred_at = Iso(occurredAt) }));
        return this;
    }

    private string NextId(string kind) => $"{id}-{kind}{_records.Count.ToString("00", CultureInfo.InvariantCulture)}";

    private static string Iso(Instant instant) => Records.Iso(instant);
}
