using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>What the API still allows in one endpoint category, as its rate headers say. Safe for concurrent use.</summary>
/// <param name="time">The clock that waits are measured by.</param>
public sealed class EndpointBudget(TimeProvider time)
{
    private readonly Lock gate = new();
    private long? limit;
    private int remaining = int.MaxValue;
    private DateTimeOffset windowEnds = DateTimeOffset.MinValue;

    /// <summary>What is known now.</summary>
    public BudgetStanding Standing
    {
        get
        {
            lock (gate)
                return time.GetUtcNow() >= windowEnds ? new(limit, limit, null) : new(limit, Math.Max(0, remaining), Instant.FromDateTimeOffset(windowEnds));
        }
    }

    /// <summary>Takes one request out of the budget, waiting for the next window when this one is used up.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task SpendAsync(CancellationToken cancellationToken)
    {
        while (TrySpend() is { } wait)
            await Task.Delay(wait, time, cancellationToken);
    }

    /// <summary>Takes over what an answer says. Answers may overtake each other: within a window the smaller number holds.</summary>
    /// <param name="left">Requests left in the window.</param>
    /// <param name="untilReset">How long the window still lasts, by the server's clock.</param>
    /// <param name="allowed">Requests a window; null when the answer does not say.</param>
    public void Learn(int left, Duration untilReset, long? allowed = null)
    {
        var ends = time.GetUtcNow() + untilReset.ToTimeSpan();
        lock (gate)
        {
            var sameWindow = (ends - windowEnds).Duration() < TimeSpan.FromSeconds(1.5); // the header has whole seconds
            remaining = sameWindow ? Math.Min(remaining, left) : left;
            windowEnds = ends;
            limit = allowed ?? limit;
        }
    }

    private TimeSpan? TrySpend()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (now >= windowEnds)
                return null; // a new window: its first answer will tell
            if (remaining <= 0)
                return windowEnds - now;
            remaining--;
            return null;
        }
    }
}
