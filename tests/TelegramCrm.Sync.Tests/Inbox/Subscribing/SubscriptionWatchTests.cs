using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramCrm.Sandbox;
using TelegramCrm.Sync.Crm;
using TelegramCrm.Sync.Inbox.Subscribing;
using TelegramCrm.Sync.State;
using TelegramCrm.Sync.Tests.Crm;

namespace TelegramCrm.Sync.Tests.Inbox.Subscribing;

public sealed class SubscriptionWatchTests
{
    [Fact]
    public async Task A_service_subscribes_once_it_listens_and_later_finds_and_mends_what_somebody_did_to_the_subscription()
    {
        var mailroom = new Mailroom(file => new SqliteState(file));
        await mailroom.InitializeAsync();
        var time = new ObservedTimeProvider(mailroom.Time.GetUtcNow());
        await using var crm = await SandboxServer.StartAsync(new SandboxOptions { Tickets = 1, TimeProvider = mailroom.Time, DeliversWebhooksByItself = false }, CancellationToken.None);
        using var client = new CrmClient(new CrmAddress { BaseUrl = crm.BaseAddress, ApiKey = crm.ApiKey, SecretToken = crm.SecretToken }, TimeProvider.System);
        var state = StateStore.Open(mailroom.State);
        var subscriber = new Subscriber(new WebhookRegistry(client), new OwnSubscription(state, crm.BaseAddress), time, NullLogger<Subscriber>.Instance);
        using var lifetime = new Lifetime();
        using var lease = new WorkLease(new Leases(state, TimeProvider.System), "this node", TimeProvider.System, NullLogger<WorkLease>.Instance);
        await lease.StartAsync(CancellationToken.None);
        using var watch = new SubscriptionWatch(
            subscriber, mailroom.Configuration with { PublicUrl = mailroom.Address, Register = true }, lifetime, lease, time, NullLogger<SubscriptionWatch>.Instance);

        await watch.StartAsync(CancellationToken.None);
        Assert.Empty(crm.Subscriptions);
        lifetime.Listen();
        await time.UntilSomebodyWaitsAsync(SubscriptionWatch.Interval);
        var first = Assert.Single(crm.Subscriptions);
        crm.DisableSubscription(first.Id);
        time.Advance(SubscriptionWatch.Interval);
        await time.UntilSomebodyWaitsAsync(SubscriptionWatch.Interval);

        Assert.Equal((false, false), (Assert.Single(crm.Subscriptions).IsDisabled, crm.Subscriptions[0].Id == first.Id));
        await watch.StopAsync(CancellationToken.None);
        await mailroom.DisposeAsync();
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource listening = new();

        public CancellationToken ApplicationStarted => listening.Token;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void Listen() => listening.Cancel();

        public void StopApplication() => throw new NotSupportedException();

        public void Dispose() => listening.Dispose();
    }
}
