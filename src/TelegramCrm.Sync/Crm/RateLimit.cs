using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>What an answer says of its category's window.</summary>
/// <param name="Limit">Requests a window; null when the answer does not say.</param>
/// <param name="Remaining">Requests left, this one counted.</param>
/// <param name="ResetSecond">The epoch second, by the server's clock, at which the window ends; it also tells windows apart.</param>
/// <param name="UntilReset">How long that is from when the answer was made; zero or less when it is over.</param>
public sealed record RateLimit(long? Limit, long Remaining, long ResetSecond, TimeSpan UntilReset)
{
    /// <summary>A longer window is taken for another unit, such as milliseconds, and not believed.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(25);

    /// <summary>Reads the headers; null when they are missing or make no sense.</summary>
    /// <param name="answer">Any answer.</param>
    /// <param name="now">Our clock, for an answer without a date.</param>
    public static RateLimit? Read(HttpResponseMessage answer, Instant now)
    {
        if (Number(answer, "X-RateLimit-Remaining") is not { } left || Number(answer, "X-RateLimit-Reset") is not { } second)
            return null;
        // Both are the server's, so its skew against us cancels itself out. Its date is cut to the second, so the wait is never too short.
        var answeredAt = answer.Headers.Date?.ToUnixTimeSeconds() ?? now.ToUnixTimeSeconds();
        var seconds = second - answeredAt;
        return seconds > LongestWindow.TotalSeconds || seconds < -LongestWindow.TotalSeconds
            ? null
            : new RateLimit(Number(answer, "X-RateLimit-Limit"), left, second, TimeSpan.FromSeconds(seconds));
    }

    private static long? Number(HttpResponseMessage answer, string header) =>
        answer.Headers.TryGetValues(header, out var values) && long.TryParse(values.First(), out var number) && number >= 0 ? number : null;
}
