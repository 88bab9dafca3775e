using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramCrm.Sandbox.Faults;
using TelegramCrm.Sandbox.Http;
using TelegramCrm.Sandbox.Records;
using TelegramCrm.Sandbox.Webhooks;

namespace TelegramCrm.Sandbox.Activity;

/// <summary>Stamps and writes what changes after the start. The caller holds the workspace's gate.</summary>
internal sealed class Changes(Workspace workspace, Outbox outbox, Func<SandboxFaults> faults, FaultTally tally)
{
    private DateTimeOffset lastStamp;
    private DateTimeOffset visibleAt;
    private long stamps;
    private long ids;

    public Workspace Workspace => workspace;

    /// <summary>
    /// The time of a change: the present, but behind the record's last one. A clock that stands still would otherwise
    /// give two versions one stamp; that happens only by <see cref="SandboxFaults.Ties"/>.
    /// </summary>
    public DateTimeOffset Stamp(DateTimeOffset? before)
    {
        var (now, number, wrong) = (Rfc3339.ToMicroseconds(workspace.Clock.Now), stamps++, faults());
        var at = before >= now ? before.Value.AddMicroseconds(1) : now;
        if (lastStamp >= (before ?? DateTimeOffset.MinValue) && lastStamp != default && tally.Falls(wrong, "tie", wrong.Ties, number))
            at = lastStamp;
        visibleAt = tally.Falls(wrong, "late", wrong.LateCommits, number) ? now + wrong.LateBy : now;
        return lastStamp = at;
    }

    public string NextId(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-x{++ids:0000000}");

    public JsonObject? Read(RecordStream stream, string id) =>
        stream.Find(id) is { } record ? JsonNode.Parse(workspace.Heap[record.Json])!.AsObject() : null;

    public void Put(RecordStream stream, JsonObject record, DateTimeOffset at) =>
        stream.Put((string)record["id"]!, at, JsonSerializer.SerializeToUtf8Bytes(record, JsonAnswer.Plainly), visibleAt);

    public void AddMessage(string ticketId, JsonObject message) => workspace.Threads[ticketId] =
        workspace.Threads.GetValueOrDefault(ticketId).With(workspace.Heap, JsonSerializer.SerializeToUtf8Bytes(message, JsonAnswer.Plainly));

    public bool HasCustomerMessage(string ticketId) =>
        workspace.Threads.TryGetValue(ticketId, out var thread) && workspace.Heap[thread.All].IndexOf("\"type\":\"customer\""u8) >= 0;

    /// <summary>Tells subscribers about a ticket, and about what happened to it.</summary>
    public void Tell(string type, DateTimeOffset at, string ticketId, string? part = null, JsonObject? record = null)
    {
        if (!outbox.IsAwaited(type))
            return;
        var data = new JsonObject { ["ticket"] = JsonNode.Parse(TicketAnswer.Json(workspace, ticketId)) };
        if (part is not null)
            data[part] = record!.DeepClone();
        if (part == "template_usage")
            data["template"] = Read(workspace.Templates, (string)record!["template_id"]!);
        outbox.Add(type, at, data);
    }

    /// <summary>Tells subscribers about an agent.</summary>
    public void TellOfAgent(DateTimeOffset at, JsonObject agent) =>
        outbox.Add("agent.availability_changed", at, new JsonObject { ["agent"] = agent.DeepClone() });
}
