using System.Net;
using System.Text.Json;
using NodaTime;
using TelegramCrm.Sync.Crm;
using static TelegramCrm.Sync.Automation.Assignment.AssignmentDecision;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>
/// Brings one decision to the CRM: reads the ticket, and changes it only if it still is the version that the decision was made from. Whatever happened in
/// between, an answer that was lost included, sending again does nothing twice and nothing over anybody's head.
/// </summary>
/// <param name="client">The CRM.</param>
/// <param name="patience">How long one request waits for a CRM that is away.</param>
public sealed class DecisionSender(CrmClient client, Duration patience)
{
    private const string Path = "tickets";

    /// <summary>Sends.</summary>
    /// <param name="decision">The decision.</param>
    /// <param name="version">The version of the ticket that it holds for; null when the ticket no longer waits, as far as is known, and the decision may be why.</param>
    /// <param name="cancellationToken">Ends the wait; the CRM may have it then.</param>
    /// <returns>What became of it; in its old state when the CRM is away.</returns>
    public async Task<DecisionEnd> SendAsync(AssignmentDecision decision, Instant? version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(decision);
        try
        {
            return await SendOnceAsync(decision, version, cancellationToken);
        }
        catch (CrmException refusal)
        {
            return refusal.Status switch
            {
                HttpStatusCode.PreconditionFailed => await ReadAgainAsync(decision, refusal, cancellationToken),
                HttpStatusCode.NotFound => new(decision, Withdrawn, "the CRM has no such ticket any more"),
                HttpStatusCode.Conflict => new(decision, Withdrawn, refusal.Message),
                HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest => new(decision, Failed, refusal.Message),
                _ => new(decision, Sending, refusal.Message),
            };
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new(decision, Failed, $"the CRM's answer is no ticket: {malformed.Message}");
        }
    }

    private async Task<DecisionEnd> SendOnceAsync(AssignmentDecision decision, Instant? version, CancellationToken cancellationToken)
    {
        using var read = await client.ReadAsync(Path, decision.TicketId, EndpointCategory.TicketWrites, patience, cancellationToken);
        var ticket = ReadTicket.Parse(read.Bytes);
        if (ticket.Has(decision))
            return new(decision, Applied, decision.State == Sending ? "found in the CRM: an earlier try had come through" : "it stood so already", read.Bytes.ToArray());
        if (version != ticket.VersionAt || read.Version is null)
            return new(decision, Withdrawn, version is null ? "the ticket no longer waits" : "the ticket changed before it was sent, so it is decided again", read.Bytes.ToArray());
        using var changed = await client.ChangeAsync(Path, decision.TicketId, decision.ToPatch(), read.Version, EndpointCategory.TicketWrites, patience, cancellationToken);
        return new(decision, Applied, null, changed.Bytes.ToArray());
    }

    /// <summary>A 412 comes when somebody was quicker; or it was ourselves, if the answer to a first try was lost.</summary>
    private async Task<DecisionEnd> ReadAgainAsync(AssignmentDecision decision, CrmException refusal, CancellationToken cancellationToken)
    {
        try
        {
            using var read = await client.ReadAsync(Path, decision.TicketId, EndpointCategory.TicketWrites, patience, cancellationToken);
            return refusal.Request!.Tries > 1 && ReadTicket.Parse(read.Bytes).Has(decision)
                ? new(decision, Applied, "found in the CRM: an earlier try had come through", read.Bytes.ToArray())
                : new(decision, Withdrawn, "the ticket changed while it was sent, so it is decided again", read.Bytes.ToArray());
        }
        catch (CrmException)
        {
            return new(decision, Sending, refusal.Message);
        }
    }

    private sealed record ReadTicket(Instant VersionAt, string? AgentId, string? QueueId)
    {
        public static ReadTicket Parse(ReadOnlyMemory<byte> json)
        {
            using var document = JsonDocument.Parse(json);
            var ticket = document.RootElement;
            return new(Instant.FromDateTimeOffset(ticket.GetProperty("updated_at").GetDateTimeOffset()), Text(ticket, "assigned_agent_id"), Text(ticket, "queue_id"));
        }

        public bool Has(AssignmentDecision decision) => (decision.AgentId is null || decision.AgentId == AgentId) && (decision.QueueId is null || decision.QueueId == QueueId);

        private static string? Text(JsonElement ticket, string name) => ticket.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
