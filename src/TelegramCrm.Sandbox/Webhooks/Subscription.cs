using System.Text.Json;

namespace TelegramCrm.Sandbox.Webhooks;

/// <summary>An endpoint that is told of events.</summary>
internal sealed record Subscription(string Id, Uri Url, IReadOnlyList<string> EventTypes, string Secret)
{
    /// <summary>Tries that failed since the last one that did not.</summary>
    public int Failures { get; set; }

    /// <summary>Whether it was switched off, by the CRM because it failed too often, or by an administrator. Nothing is sent any more.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>Every event type of the contract.</summary>
    public static IReadOnlyList<string> KnownTypes { get; } =
    [
        "ticket.created", "ticket.updated", "ticket.status_changed", "ticket.assigned", "ticket.message_added", "ticket.deleted",
        "template.applied", "agent.availability_changed",
    ];

    /// <summary>As the API shows it: never with the secret.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id", Id);
        json.WriteString("url", Url.OriginalString);
        json.WriteStartArray("event_types");
        foreach (var type in EventTypes)
            json.WriteStringValue(type);
        json.WriteEndArray();
        json.WriteString("status", IsDisabled ? "disabled" : "active");
    }
}
