using System.Text.Json;
using NodaTime;

namespace TelegramCrm.Sync.Automation.Assignment;

/// <summary>A ticket that nobody has, as it is known: what rules ask of it, and whether people have decided on it already.</summary>
public sealed record WaitingTicket
{
    /// <summary>Its id.</summary>
    public required string TicketId { get; init; }

    /// <summary>Which version of it is known: its <c>updated_at</c>.</summary>
    public required Instant VersionAt { get; init; }

    /// <summary>When it came, was opened again, or lost its agent without anybody's doing, whichever was last.</summary>
    public required Instant ArrivedAt { get; init; }

    /// <summary>What the customer wrote over it; null when the CRM sent none.</summary>
    public string? Subject { get; init; }

    /// <summary><c>new</c> or <c>open</c>.</summary>
    public string? Status { get; init; }

    /// <summary>Its priority.</summary>
    public string? Priority { get; init; }

    /// <summary>The Telegram group.</summary>
    public long? GroupId { get; init; }

    /// <summary>The queue it is in; null for none.</summary>
    public string? QueueId { get; init; }

    /// <summary>The customer's tier.</summary>
    public string? Tier { get; init; }

    /// <summary>The customer's language.</summary>
    public string? Language { get; init; }

    /// <summary>Its tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Custom fields as text, by name; those that are no text, number or truth value are left out.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>Who has changed its agent or queue since it arrived, in words; null when no person has.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>How long it has waited.</summary>
    /// <param name="now">The present instant.</param>
    public Duration AgeAt(Instant now) => now - ArrivedAt;

    /// <summary>Reads custom fields.</summary>
    /// <param name="json">An object, or anything else, which has none.</param>
    internal static IReadOnlyDictionary<string, string> ReadFields(string? json)
    {
        if (json is null)
            return new Dictionary<string, string>();
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind != JsonValueKind.Object ? new Dictionary<string, string>() : document.RootElement.EnumerateObject()
            .Where(field => field.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
            .GroupBy(field => field.Name).ToDictionary(field => field.Key, field => field.Last().Value.ValueKind switch
            {
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => field.Last().Value.ToString(),
            });
    }
}
