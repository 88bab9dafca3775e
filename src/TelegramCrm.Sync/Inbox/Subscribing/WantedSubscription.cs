using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Inbox.Subscribing;

/// <summary>The subscription that the configuration asks for.</summary>
/// <param name="Url">Where the CRM is to post to.</param>
/// <param name="EventTypes">What it is to tell of.</param>
public sealed record WantedSubscription(Uri Url, IReadOnlyList<string> EventTypes)
{
    /// <summary>The one of a configuration; null when it does not say where the inbox is reached.</summary>
    /// <param name="webhooks">The section; null when there is none.</param>
    public static WantedSubscription? Of(WebhookConfiguration? webhooks) => webhooks?.PublicUrl is { } url ? new(url, webhooks.Events) : null;

    /// <summary>Whether a subscription posts to us.</summary>
    /// <param name="listed">One of the CRM's.</param>
    public bool Reaches(WebhookSubscription listed) =>
        listed.Url == Url.OriginalString || (Uri.TryCreate(listed.Url, UriKind.Absolute, out var url) && url == Url);

    /// <summary>What is wrong with a subscription of ours, as far as the CRM shows it; empty when all is well.</summary>
    /// <param name="listed">One of the CRM's.</param>
    public IEnumerable<string> Faults(WebhookSubscription listed)
    {
        if (!Reaches(listed))
            yield return $"it posts to {listed.Url}";
        if (EventTypes.Except(listed.EventTypes).ToList() is { Count: > 0 } missing)
            yield return $"it does not tell of {string.Join(", ", missing)}";
        if (listed.EventTypes.Except(EventTypes).ToList() is { Count: > 0 } surplus)
            yield return $"it tells of {string.Join(", ", surplus)}, too";
        if (!listed.IsActive)
            yield return $"the CRM says that it is {listed.Status}";
    }
}
