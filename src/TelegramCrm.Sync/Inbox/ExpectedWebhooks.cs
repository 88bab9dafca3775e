using NodaTime;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Sync.Inbox;

/// <summary>Which changes webhooks should tell of.</summary>
/// <param name="Streams">Those of which every change has a webhook that the CRM was asked for.</param>
/// <param name="Since">Since when.</param>
public sealed record ExpectedWebhooks(IReadOnlyList<CrmStream> Streams, Instant Since)
{
    private static readonly string[] OfTickets = ["ticket.created", "ticket.updated", "ticket.deleted"]; // of all other changes ticket.updated tells, too

    /// <summary>What an installation may expect; null when nobody ever subscribed, and nothing ever came.</summary>
    /// <param name="webhooks">The section of the configuration; null when there is none.</param>
    /// <param name="store">The inbox.</param>
    public static ExpectedWebhooks? Of(WebhookConfiguration? webhooks, InboxStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (webhooks is null || store.ListeningSince is not { } since)
            return null;
        var streams = new List<CrmStream>();
        if (OfTickets.All(webhooks.Events.Contains))
            streams.Add(Load.Streams.Tickets);
        if (webhooks.Events.Contains("template.applied"))
            streams.Add(Load.Streams.TemplateUsages);
        return new(streams, since);
    }
}
