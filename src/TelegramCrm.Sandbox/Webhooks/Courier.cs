using TelegramCrm.Sandbox.Faults;

namespace TelegramCrm.Sandbox.Webhooks;

/// <summary>Carries due deliveries to their endpoints, one after the other; with faults, twice or out of order.</summary>
internal sealed class Courier(Outbox outbox, SignedPost post, SandboxClock clock, Func<SandboxFaults> faults, FaultTally tally) : IDisposable
{
    private readonly SemaphoreSlim oneRound = new(1);
    private long sent;

    public async Task<SandboxDeliveries> DeliverDueAsync(CancellationToken cancellationToken)
    {
        await oneRound.WaitAsync(cancellationToken);
        try
        {
            var (confirmed, failed, givenUp) = (0, 0, 0);
            foreach (var delivery in WithFaults(outbox.Due()))
            {
                var isConfirmed = await post.SendAsync(delivery.To.Url, delivery.Id, delivery.Body, delivery.To.Secret, cancellationToken) is not null;
                var next = isConfirmed ? null : delivery.AfterFailure(clock.Now);
                outbox.Settle(delivery.Id, next, delivery.To, isConfirmed);
                if (isConfirmed)
                    confirmed++;
                else if (next is not null)
                    failed++;
                else
                    givenUp++;
            }
            return new SandboxDeliveries(confirmed, failed, givenUp, outbox.Waiting);
        }
        finally
        {
            oneRound.Release();
        }
    }

    public void Dispose() => oneRound.Dispose();

    private IEnumerable<WaitingDelivery> WithFaults(List<WaitingDelivery> due)
    {
        var wrong = faults();
        for (var i = due.Count - 2; i >= 0; i--)
        {
            var number = sent + i;
            if (tally.Falls(wrong, "reorder", wrong.ReorderedDeliveries, number))
            {
                var later = i + 1 + (int)(Draw.Bits(wrong.Seed, "reorder to", number) % (ulong)(due.Count - i - 1));
                (due[i], due[later]) = (due[later], due[i]);
            }
        }
        foreach (var delivery in due)
        {
            yield return delivery;
            if (tally.Falls(wrong, "duplicate", wrong.DuplicatedDeliveries, sent++))
                yield return delivery;
        }
    }
}
