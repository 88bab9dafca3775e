using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>
/// What the API still allows in one endpoint category. Counts what is sent against what the answers say, so that the API
/// never has to answer 429 unless others use the same limit. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Three quarters of a window may be used as fast as they are wanted: a short run waits for nothing. The last quarter is
/// spread evenly over what is left of the window. That costs a long run nothing, since the next window would not come
/// sooner, and leaves room for whoever else uses the limit. Waits are measured by the clock that is never set back.
/// </remarks>
/// <param name="time">The clock.</param>
public sealed class EndpointBudget(TimeProvider time)
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromDays(1); // timers take no more than 49 days
    private static readonly TimeSpan LongestGuess = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly long origin = time.GetTimestamp();
    private TaskCompletionSource changed = new();
    private long? limit;
    private long left = 1; // before the first answer one request goes ahead alone: it tells what the others may do
    private bool isUnlimited;
    private int inFlight;
    private int window;
    private long windowName = long.MinValue;
    private TimeSpan? windowEnds;
    private TimeSpan pacedUntil;
    private TimeSpan heldUntil;
    private int refusals;

    /// <summary>What is known now.</summary>
    public BudgetStanding Standing
    {
        get
        {
            lock (gate)
            {
                var now = Now;
                if (now < heldUntil)
                    return new(limit, 0, At(heldUntil));
                if (now >= windowEnds)
                    return new(limit, limit, null);
                return new(limit, limit is null && windowEnds is null ? null : Math.Max(0, left), windowEnds is { } ends ? At(ends) : null);
            }
        }
    }

    private TimeSpan Now => time.GetElapsedTime(origin);

    /// <summary>Takes one request out of the budget, waiting until there is one. What is taken is handed back by <see cref="Learn"/> or <see cref="Return"/>.</summary>
    /// <param name="cancellationToken">Ends the wait; nothing is taken then.</param>
    /// <returns>The window it is taken from.</returns>
    public async Task<int> SpendAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            TimeSpan wait;
            Task news;
            lock (gate)
            {
                if (TrySpend() is not { } needed)
                    return window;
                wait = needed < LongestSleep ? needed : LongestSleep;
                news = changed.Task;
            }
            await news.WaitAsync(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Ends a request that was answered, and takes over what the answer says.</summary>
    /// <param name="spentFrom">What <see cref="SpendAsync"/> gave.</param>
    /// <param name="seen">The answer's rate headers; null when it has none.</param>
    /// <param name="isRefused">Whether the answer is a 429.</param>
    /// <param name="stayAway">How long a 429 asks us to stay away; null when it does not say.</param>
    /// <returns>How long the category is held by this answer; null when it is not, or was already for about as long.</returns>
    public TimeSpan? Learn(int spentFrom, RateLimit? seen, bool isRefused = false, TimeSpan? stayAway = null)
    {
        TimeSpan? held;
        lock (gate)
        {
            inFlight--;
            if (seen is not null)
                TakeOver(spentFrom, seen);
            if (spentFrom == window)
                isUnlimited = seen is null && limit is null && !isRefused;
            refusals = isRefused ? refusals + 1 : 0;
            held = isRefused ? Hold(stayAway ?? seen?.UntilReset ?? TimeSpan.Zero) : null;
        }
        Tell();
        return held;
    }

    /// <summary>Ends a request that was not answered, or by somebody who knows nothing of limits.</summary>
    /// <param name="wasSent">Whether it may have reached the server; if not, the budget is as before.</param>
    public void Return(bool wasSent)
    {
        lock (gate)
        {
            inFlight--;
            left += wasSent ? 0 : 1;
        }
        Tell();
    }

    private TimeSpan? TrySpend()
    {
        var now = Now;
        if (now < heldUntil)
            return heldUntil - now;
        if (now >= windowEnds)
            BeginWindow(limit ?? 1);
        // Without an end in sight only an answer helps, and somebody has to fetch it.
        if (left <= 0 && !isUnlimited && (windowEnds is not null || inFlight > 0))
            return windowEnds - now ?? LongestSleep;
        if (windowEnds is { } ends && left * 4 <= limit)
        {
            if (now < pacedUntil)
                return pacedUntil - now;
            pacedUntil = now + ((ends - now) / left);
        }
        left--;
        inFlight++;
        return null;
    }

    /// <summary>What is on its way may be counted in the new window.</summary>
    private void BeginWindow(long allowed)
    {
        window++;
        windowEnds = null;
        left = allowed - inFlight;
    }

    /// <summary>Answers may overtake each other, and what is on its way is perhaps not counted yet: within a window the smaller number holds.</summary>
    private void TakeOver(int spentFrom, RateLimit seen)
    {
        limit = seen.Limit ?? limit;
        if (spentFrom < window && seen.ResetSecond <= windowName + 1)
            return; // of a window that is over
        var ends = Now + seen.UntilReset;
        var isKnown = windowEnds is not null && Math.Abs(seen.ResetSecond - windowName) <= 1; // servers round
        if (!isKnown && windowEnds is not null)
            window++;
        left = isKnown ? Math.Min(left, seen.Remaining - inFlight) : seen.Remaining - inFlight;
        windowEnds = isKnown && windowEnds < ends ? windowEnds : ends; // each is a little too late, so the earliest is the best
        windowName = seen.ResetSecond;
    }

    /// <summary>The whole category waits, and then one request goes ahead alone, so that those that wait don't rush in together.</summary>
    private TimeSpan? Hold(TimeSpan advised)
    {
        var guess = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(refusals, 10) - 1));
        var wait = advised > TimeSpan.Zero ? advised : guess < LongestGuess ? guess : LongestGuess;
        var until = Now + wait;
        var isNews = until > heldUntil + TimeSpan.FromSeconds(1);
        heldUntil = until > heldUntil ? until : heldUntil;
        BeginWindow(1);
        return isNews ? wait : null;
    }

    /// <summary>Lets whoever waits look again; outside the lock, since they may go on at once and on this thread.</summary>
    private void Tell() => Interlocked.Exchange(ref changed, new()).TrySetResult();

    private Instant At(TimeSpan sinceOrigin) => Instant.FromDateTimeOffset(time.GetUtcNow()) + Duration.FromTimeSpan(sinceOrigin - Now);
}
