using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TelegramCrm.Sync.Configuration;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.State;

namespace TelegramCrm.Sync.Inbox.Subscribing;

/// <summary>Subscribes once the service listens, and looks now and then whether the subscription is still what it should be.</summary>
/// <param name="subscriber">Looks, and mends.</param>
/// <param name="webhooks">What it should be.</param>
/// <param name="lifetime">Tells when the service listens: before that a challenge could not be answered.</param>
/// <param name="lease">Whether this node is the one that looks.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told when it can't be mended.</param>
public sealed partial class SubscriptionWatch(
    Subscriber subscriber, WebhookConfiguration webhooks, IHostApplicationLifetime lifetime, WorkLease lease, TimeProvider time, ILogger<SubscriptionWatch> log) : BackgroundService
{
    /// <summary>How long a subscription that was found right is trusted.</summary>
    public static TimeSpan Interval { get; } = TimeSpan.FromMinutes(10);

    /// <summary>How soon one that could not be made or looked at is tried again.</summary>
    public static TimeSpan Retry { get; } = TimeSpan.FromMinutes(1);

    private string? told;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ListeningAsync(stoppingToken);
        while (true)
        {
            var isWell = lease.IsHeld && await EnsureAsync(stoppingToken);
            await Task.Delay(isWell ? Interval : Retry, time, stoppingToken);
        }
    }

    private async Task ListeningAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource();
        await using var started = lifetime.ApplicationStarted.Register(listening.SetResult);
        await listening.Task.WaitAsync(stoppingToken);
    }

    private async Task<bool> EnsureAsync(CancellationToken stoppingToken)
    {
        try
        {
            await subscriber.EnsureAsync(WantedSubscription.Of(webhooks)!, webhooks.Secrets[0].Reveal(), stoppingToken);
            told = null;
            return true;
        }
#pragma warning disable CA1031 // Whatever went wrong, polling goes on, and the next look tries again.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            if (e.Message != told)
                Failed(e is CrmException ? e.Message : "", webhooks.PublicUrl!, e is CrmException ? null : e);
            told = e.Message;
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "webhooks: the subscription can't be looked after, polling alone brings what it would: {Why}. A 422 means that the CRM did not reach {Url}: "
        + "look whether the proxy there leads to webhooks.listen")]
    private partial void Failed(string why, Uri url, Exception? e);
}
