using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Text;

namespace TelegramCrm.Campaign.Oracle;

/// <summary>The records of a CRM, read from a folder of NDJSON by the oracle itself.</summary>
internal sealed class OracleRecords
{
    private readonly ILookup<string, JsonNode> events;
    private readonly ILookup<string, JsonNode> messages;

    public OracleRecords(string folder)
    {
        Tickets = [.. Read(folder, "tickets").Where(ticket => ticket["deleted_at"] is null)];
        events = Read(folder, "ticket_events").ToLookup(record => (string)record["ticket_id"]!);
        messages = Read(folder, "messages").ToLookup(record => (string)record["ticket_id"]!);
        Queues = [.. Read(folder, "queues").Select(queue => (string)queue["id"]!)];
    }

    /// <summary>All that are not deleted.</summary>
    public IReadOnlyList<JsonNode> Tickets { get; }

    /// <summary>The ids of the queues.</summary>
    public IReadOnlyList<string> Queues { get; }

    /// <summary>Every instant that something happened at, in ascending order.</summary>
    public IReadOnlyList<Instant> Instants => [.. Tickets.Select(ticket => At(ticket, "created_at")!.Value)
        .Concat(events.SelectMany(group => group).Select(record => At(record, "occurred_at")!.Value))
        .Concat(messages.SelectMany(group => group).Select(record => At(record, "created_at")!.Value)).Order()];

    public IEnumerable<JsonNode> EventsOf(JsonNode ticket) => events[(string)ticket["id"]!];

    public IEnumerable<JsonNode> MessagesOf(JsonNode ticket) => messages[(string)ticket["id"]!];

    /// <summary>An instant of a record; null where there is none.</summary>
    public static Instant? At(JsonNode record, string field) => (string?)record[field] is { } text ? OffsetDateTimePattern.Rfc3339.Parse(text).Value.ToInstant() : null;

    private static IEnumerable<JsonNode> Read(string folder, string stream) =>
        File.ReadLines(Path.Combine(folder, $"{stream}.ndjson")).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!);
}
