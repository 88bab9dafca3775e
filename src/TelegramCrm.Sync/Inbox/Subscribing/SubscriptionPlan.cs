using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Inbox.Subscribing;

/// <summary>What has to be done so that the CRM keeps one subscription of ours, the right one.</summary>
/// <param name="Kept">The one that is right; null when one must be made.</param>
/// <param name="Superfluous">Those of ours that must go, after the new one is there.</param>
/// <param name="Faults">Why one must be made, in words; empty when none is there, or nothing is wrong.</param>
public sealed record SubscriptionPlan(WebhookSubscription? Kept, IReadOnlyList<WebhookSubscription> Superfluous, IReadOnlyList<string> Faults)
{
    /// <summary>
    /// Finds it. Ours are the one that we remember and all that post to our address: a process that died while it subscribed, or somebody by hand, may
    /// have made those. With which secret they were made nobody can tell, so none of them is right but the one that we remember.
    /// </summary>
    /// <param name="listed">All of the workspace.</param>
    /// <param name="remembered">The one that we registered last; null when there is none.</param>
    /// <param name="wanted">What it is to be like.</param>
    /// <param name="secret">What it is to sign with.</param>
    public static SubscriptionPlan Of(IReadOnlyList<WebhookSubscription> listed, RegisteredSubscription? remembered, WantedSubscription wanted, string secret)
    {
        var ours = listed.Where(one => one.Id == remembered?.Id || wanted.Reaches(one)).ToList();
        var own = ours.Find(one => one.Id == remembered?.Id);
        List<string> faults = own is null
            ? [.. ours.Select(one => $"{one.Id} posts to the same address, and who made it is not known")]
            : [.. wanted.Faults(own), .. remembered!.IsSignedWith(secret) ? Enumerable.Empty<string>() : ["it signs with another secret than the first one of webhooks.secrets"]];
        var kept = faults.Count == 0 ? own : null;
        return new(kept, [.. ours.Where(one => one != kept)], faults);
    }
}
