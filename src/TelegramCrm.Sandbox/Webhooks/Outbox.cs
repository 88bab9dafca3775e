using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramCrm.Sandbox.Http;
using TelegramCrm.Sandbox.Records;

namespace TelegramCrm.Sandbox.Webhooks;

/// <summary>Who is subscribed, and what they have not confirmed yet.</summary>
/// <param name="clock">The sandbox's time.</param>
/// <param name="mostFailures">After how many failed tries in a row a subscription is disabled.</param>
internal sealed class Outbox(SandboxClock clock, int mostFailures = int.MaxValue)
{
    private readonly Lock gate = new();
    private readonly List<Subscription> subscriptions = [];
    private readonly SortedDictionary<string, WaitingDelivery> waiting = new(StringComparer.Ordinal); // ids ascend
    private long ids;

    public IReadOnlyList<Subscription> Subscriptions
    {
        get
        {
            lock (gate)
                return [.. subscriptions];
        }
    }

    public int Waiting
    {
        get
        {
            lock (gate)
                return waiting.Count;
        }
    }

    public Subscription Subscribe(Uri url, IReadOnlyList<string> eventTypes, string secret)
    {
        lock (gate)
        {
            var subscription = new Subscription(NextId("hook"), url, eventTypes, secret);
            subscriptions.Add(subscription);
            return subscription;
        }
    }

    /// <summary>Ends a subscription and forgets what waits for it.</summary>
    public bool Unsubscribe(string id)
    {
        lock (gate)
        {
            Forget(id);
            return subscriptions.RemoveAll(subscription => subscription.Id == id) > 0;
        }
    }

    /// <summary>Sends a subscription nothing any more, and forgets what waits for it.</summary>
    public void Disable(string id)
    {
        lock (gate)
        {
            foreach (var subscription in subscriptions.Where(subscription => subscription.Id == id))
                subscription.IsDisabled = true;
            Forget(id);
        }
    }

    public bool IsAwaited(string type)
    {
        lock (gate)
            return subscriptions.Exists(subscription => subscription.EventTypes.Contains(type) && !subscription.IsDisabled);
    }

    public void Add(string type, DateTimeOffset at, JsonObject data)
    {
        lock (gate)
        {
            foreach (var subscription in subscriptions.Where(subscription => subscription.EventTypes.Contains(type) && !subscription.IsDisabled))
            {
                var id = NextId("whd");
                var body = new JsonObject
                {
                    ["id"] = id,
                    ["type"] = type,
                    ["occurred_at"] = Rfc3339.Format(at),
                    ["workspace_id"] = SandboxServer.WorkspaceId,
                    ["data"] = data.DeepClone(),
                };
                waiting.Add(id, new WaitingDelivery(id, subscription, JsonSerializer.SerializeToUtf8Bytes(body, JsonAnswer.Plainly), clock.Now, clock.Now, 0));
            }
        }
    }

    /// <summary>What is due, in the order it came about. It stays until it is settled: a round that is broken off loses nothing.</summary>
    public List<WaitingDelivery> Due()
    {
        lock (gate)
            return [.. waiting.Values.Where(delivery => delivery.DueAt <= clock.Now)];
    }

    /// <summary>Keeps a delivery for its next try, or lets it go.</summary>
    /// <param name="id">Which one.</param>
    /// <param name="next">The next try; null when it was confirmed or given up.</param>
    /// <param name="to">Whose delivery it is: too many failures in a row disable it.</param>
    /// <param name="isConfirmed">Whether it was confirmed.</param>
    public void Settle(string id, WaitingDelivery? next, Subscription to, bool isConfirmed)
    {
        lock (gate)
        {
            to.Failures = isConfirmed ? 0 : to.Failures + 1;
            if (to.Failures >= mostFailures)
                Disable(to.Id);
            if (next is null)
                waiting.Remove(id);
            else if (waiting.ContainsKey(id)) // else its twin was confirmed, or the subscription ended meanwhile
                waiting[id] = next;
        }
    }

    private void Forget(string id)
    {
        foreach (var delivery in waiting.Values.Where(delivery => delivery.To.Id == id).ToList())
            waiting.Remove(delivery.Id);
    }

    private string NextId(string kind) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{++ids:0000000000}");
}
