using System.Net;
using NodaTime;
using NodaTime.Text;
using TelegramCrm.Sync.Crm;

namespace TelegramCrm.Sync.Push.Http;

/// <summary>
/// How fast one target may be asked. Within any minute it gets no more requests than allowed, as fast as they are wanted up to there; and none before the
/// time that its last 429 or 503 named. Waits are measured by the clock that is never set back. (The limiters of .NET take no other clock than the real one.)
/// </summary>
/// <param name="perMinute">Requests within any 60 seconds.</param>
/// <param name="longestWait">How long a request waits at most because the target asks for it.</param>
/// <param name="time">The clock.</param>
internal sealed class TargetPace(int perMinute, TimeSpan longestWait, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly long origin = time.GetTimestamp();
    private readonly SemaphoreSlim turn = new(1, 1); // who comes first is sent first
    private readonly Queue<TimeSpan> sent = [];
    private readonly Lock gate = new();
    private TimeSpan heldUntil;
    private int refusals;

    private TimeSpan Now => time.GetElapsedTime(origin);

    /// <summary>Waits until a request may be sent.</summary>
    /// <exception cref="TargetAwayException">The target asked for more patience than there is.</exception>
    public async Task EnterAsync(string host, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (Needed(host) is { } wait)
                await Task.Delay(wait, time, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Takes over what an answer says.</summary>
    /// <returns>How long the target asks to be left alone; null when it doesn't.</returns>
    public TimeSpan? Learn(HttpResponseMessage answer)
    {
        lock (gate)
        {
            var isRefusal = answer.StatusCode == HttpStatusCode.TooManyRequests;
            refusals = isRefusal ? refusals + 1 : 0;
            if (!isRefusal && answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                return null;
            if ((RetryAfter.Read(answer, Instant.FromDateTimeOffset(time.GetUtcNow())) ?? (isRefusal ? Guess() : null)) is not { } wait)
                return null;
            heldUntil = Now + wait > heldUntil ? Now + wait : heldUntil;
            return wait;
        }
    }

    public void Dispose() => turn.Dispose();

    /// <summary>How long to wait yet; null when the request is taken down as sent.</summary>
    private TimeSpan? Needed(string host)
    {
        lock (gate)
        {
            var now = Now;
            if (heldUntil - now > longestWait)
                throw new TargetAwayException(host, InstantPattern.General.Format(Instant.FromDateTimeOffset(time.GetUtcNow()) + Duration.FromTimeSpan(heldUntil - now)));
            if (now < heldUntil)
                return heldUntil - now;
            while (sent.TryPeek(out var oldest) && now - oldest >= Minute)
                sent.Dequeue();
            if (sent.Count >= perMinute)
                return sent.Peek() + Minute - now;
            sent.Enqueue(now);
            return null;
        }
    }

    /// <summary>A 429 that names no time: 1, 2, 4 … seconds, up to a minute.</summary>
    private TimeSpan Guess() => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Math.Min(refusals, 10) - 1), Minute.TotalSeconds));
}
