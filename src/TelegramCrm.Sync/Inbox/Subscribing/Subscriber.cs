using System.Net;
using Microsoft.Extensions.Logging;
using NodaTime;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Inbox.Subscribing;

/// <summary>
/// Looks after the service's own subscription at the CRM. A new one is made before the wrong one goes: in between events come twice, which changes
/// nothing, instead of not at all.
/// </summary>
/// <param name="registry">The CRM's list.</param>
/// <param name="own">What we remember.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told what was done.</param>
public sealed partial class Subscriber(WebhookRegistry registry, OwnSubscription own, TimeProvider time, ILogger<Subscriber> log) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>The one that we registered last and did not remove; null when there is none.</summary>
    public RegisteredSubscription? Remembered => own.Recall();

    /// <summary>Sees to it that there is one subscription of ours, the right one. When all is well that costs one question.</summary>
    /// <param name="wanted">What it is to be like.</param>
    /// <param name="secret">What it is to sign with.</param>
    /// <param name="cancellationToken">Gives up; the next call goes on.</param>
    /// <returns>The subscription.</returns>
    /// <exception cref="CrmException">The CRM refused, or was away; what was there is still there.</exception>
    public async Task<WebhookSubscription> EnsureAsync(WantedSubscription wanted, string secret, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var plan = SubscriptionPlan.Of(await registry.ListAsync(cancellationToken), own.Recall(), wanted, secret);
            foreach (var fault in plan.Faults)
                Wrong(fault);
            var kept = plan.Kept ?? await MakeAsync(wanted, secret, plan.Superfluous, cancellationToken);
            foreach (var one in plan.Superfluous)
                await RemoveAsync(one, cancellationToken);
            return kept;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes every subscription of ours.</summary>
    /// <param name="wanted">What posts to the same address is ours, too; null to remove only the one that we remember.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Those that were removed.</returns>
    /// <exception cref="CrmException">The CRM refused, or was away.</exception>
    public async Task<IReadOnlyList<WebhookSubscription>> RemoveAsync(WantedSubscription? wanted, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            var remembered = own.Recall();
            var ours = (await registry.ListAsync(cancellationToken)).Where(one => one.Id == remembered?.Id || wanted?.Reaches(one) == true).ToList();
            foreach (var one in ours)
                await RemoveAsync(one, cancellationToken);
            own.Forget();
            return ours;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Forgets who waits for the turn.</summary>
    public void Dispose() => turn.Dispose();

    private async Task<WebhookSubscription> MakeAsync(WantedSubscription wanted, string secret, IReadOnlyList<WebhookSubscription> before, CancellationToken cancellationToken)
    {
        try
        {
            return await MakeAsync(wanted, secret, cancellationToken);
        }
        catch (CrmException e) when (e.Status == HttpStatusCode.Conflict && before.Count > 0) // this CRM takes an address once only
        {
            foreach (var one in before)
                await RemoveAsync(one, cancellationToken);
            return await MakeAsync(wanted, secret, cancellationToken);
        }
    }

    private async Task<WebhookSubscription> MakeAsync(WantedSubscription wanted, string secret, CancellationToken cancellationToken)
    {
        var made = await registry.CreateAsync(wanted.Url, wanted.EventTypes, secret, cancellationToken);
        own.Remember(made.Id, secret, Instant.FromDateTimeOffset(time.GetUtcNow()));
        Made(made.Id, wanted.Url, wanted.EventTypes.Count);
        return made;
    }

    private async Task RemoveAsync(WebhookSubscription one, CancellationToken cancellationToken)
    {
        await registry.DeleteAsync(one.Id, cancellationToken);
        Removed(one.Id, one.Url);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "webhooks: our subscription is made anew: {Fault}")]
    private partial void Wrong(string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "webhooks: subscribed as {Id}: the CRM tells {Url} of {Count} types of events")]
    private partial void Made(string id, Uri url, int count);

    [LoggerMessage(Level = LogLevel.Information, Message = "webhooks: subscription {Id}, which posted to {Url}, is removed")]
    private partial void Removed(string id, string url);
}
