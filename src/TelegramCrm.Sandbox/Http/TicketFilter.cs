using System.Text.Json;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Http;

/// <summary>The filters of the ticket list that no index serves: they look into each ticket's bytes.</summary>
internal sealed class TicketFilter
{
    /// <summary>Every status that the contract knows.</summary>
    public static IReadOnlyList<string> Statuses { get; } = ["new", "open", "pending", "on_hold", "resolved", "closed"];

    private readonly Workspace workspace;
    private readonly DateTimeOffset? createdSince;
    private readonly DateTimeOffset? createdUntil;
    private readonly string[]? statuses;
    private readonly string? queueId;
    private readonly string? agentId;

    public TicketFilter(Workspace workspace, ListQuery query)
    {
        this.workspace = workspace;
        createdSince = query.Time("created_since");
        createdUntil = query.Time("created_until");
        statuses = query.Words("status");
        if (statuses?.FirstOrDefault(status => !Statuses.Contains(status)) is { } unknown)
            throw RefusalException.BadParameter("status", $"knows {string.Join(", ", Statuses)}, not {unknown}");
        queueId = query.Text("queue_id");
        agentId = query.Text("assigned_agent_id");
    }

    public bool WantsAll => createdSince is null && createdUntil is null && statuses is null && queueId is null && agentId is null;

    public bool Wants(Record record)
    {
        var reader = new Utf8JsonReader(workspace.Heap[record.Json]);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            if (!Wants(name, ref reader))
                return false;
            reader.Skip();
        }
        return true;
    }

    private bool Wants(ReadOnlySpan<byte> name, ref Utf8JsonReader reader)
    {
        if (statuses is not null && name.SequenceEqual("status"u8))
            return statuses.Contains(reader.GetString());
        if (queueId is not null && name.SequenceEqual("queue_id"u8))
            return reader.GetString() == queueId;
        if (agentId is not null && name.SequenceEqual("assigned_agent_id"u8))
            return reader.GetString() == (agentId == "none" ? null : agentId);
        if ((createdSince is not null || createdUntil is not null) && name.SequenceEqual("created_at"u8))
        {
            var at = reader.GetDateTimeOffset();
            return (createdSince is null || at >= createdSince) && (createdUntil is null || at < createdUntil);
        }
        return true;
    }
}
