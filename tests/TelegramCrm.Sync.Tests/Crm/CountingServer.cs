using System.Net;

namespace TelegramCrm.Sync.Tests.Crm;

/// <summary>A server that counts requests in windows, as the API does: after a window, the next request begins a new one.</summary>
internal sealed class CountingServer(TimeProvider time, int limit, TimeSpan window)
{
    private DateTimeOffset ends;
    private int spent;

    /// <summary>How far the server's clock is ahead of ours.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>Whether windows follow each other by the clock, whoever asks.</summary>
    public bool IsAligned { get; init; }

    public int Served { get; private set; }

    public int Refused { get; private set; }

    public HttpResponseMessage Answer()
    {
        var now = time.GetUtcNow();
        if (now >= ends)
            (spent, ends) = (0, IsAligned ? new DateTimeOffset((now.Ticks / window.Ticks * window.Ticks) + window.Ticks, TimeSpan.Zero) : now + window);
        var answer = new HttpResponseMessage(++spent > limit ? HttpStatusCode.TooManyRequests : HttpStatusCode.OK);
        if (answer.IsSuccessStatusCode) Served++; else Refused++;
        answer.Headers.Date = now + Skew;
        answer.Headers.Add("X-RateLimit-Limit", $"{limit}");
        answer.Headers.Add("X-RateLimit-Remaining", $"{Math.Max(0, limit - spent)}");
        answer.Headers.Add("X-RateLimit-Reset", $"{Math.Ceiling((ends + Skew - DateTimeOffset.UnixEpoch).TotalSeconds):0}");
        return answer;
    }
}
