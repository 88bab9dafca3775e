using System.Net;
using System.Net.Http.Headers;
using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>How long an answer asks us to stay away (RFC 9110, section 10.2.3: seconds, or a date).</summary>
public static class RetryAfter
{
    /// <summary>The whole wait, however long; null when the answer asks for none.</summary>
    /// <param name="response">Any answer.</param>
    /// <param name="now">Our clock, for a date when the answer carries no Date of its own.</param>
    public static Duration? Read(HttpResponseMessage response, Instant now)
    {
        var header = response.Headers.RetryAfter;
        var wait = header switch
        {
            { Delta: { } seconds } => Duration.FromTimeSpan(seconds),
            // Both dates are the server's, so its skew against us cancels itself out.
            { Date: { } date } => Instant.FromDateTimeOffset(date) - ServerNow(response.Headers, now),
            _ when response.StatusCode == HttpStatusCode.TooManyRequests => UntilWindowEnds(response.Headers, now),
            _ => null as Duration?,
        };
        return wait is { } given && given < Duration.Zero ? Duration.Zero : wait;
    }

    private static Duration? UntilWindowEnds(HttpResponseHeaders headers, Instant now) =>
        headers.TryGetValues("X-RateLimit-Reset", out var values) && long.TryParse(values.First(), out var second)
            ? Instant.FromUnixTimeSeconds(second) - ServerNow(headers, now)
            : Duration.FromSeconds(1);

    private static Instant ServerNow(HttpResponseHeaders headers, Instant now) =>
        headers.Date is { } date ? Instant.FromDateTimeOffset(date) : now;
}
