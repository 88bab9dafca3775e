using NodaTime;

namespace TelegramCrm.Sync.Crm;

/// <summary>How long an answer asks us to stay away (RFC 9110, section 10.2.3: seconds, or a date).</summary>
public static class RetryAfter
{
    /// <summary>The whole wait, however long; null when the answer asks for none, or for one that is over already.</summary>
    /// <param name="answer">Any answer.</param>
    /// <param name="now">Our clock, for a date when the answer carries no Date of its own.</param>
    public static TimeSpan? Read(HttpResponseMessage answer, Instant now)
    {
        var wait = answer.Headers.RetryAfter switch
        {
            { Delta: { } seconds } => seconds,
            // Both dates are the server's, so its skew against us cancels itself out.
            { Date: { } date } => date - (answer.Headers.Date ?? now.ToDateTimeOffset()),
            _ => TimeSpan.Zero,
        };
        return wait > TimeSpan.Zero ? wait : null;
    }
}
