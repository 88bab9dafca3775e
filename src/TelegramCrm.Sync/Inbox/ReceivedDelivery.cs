using NodaTime;

namespace TelegramCrm.Sync.Inbox;

/// <summary>A delivery that is verified and stored, but not yet applied.</summary>
/// <param name="Id">The sender's id, the same when the delivery is repeated.</param>
/// <param name="Type">The event's type; may be one that we don't know.</param>
/// <param name="SentAt">The sender's clock when it sent, to the second.</param>
/// <param name="ReceivedAt">Our clock when it came.</param>
/// <param name="Body">The JSON as it was signed.</param>
public sealed record ReceivedDelivery(string Id, string Type, Instant SentAt, Instant ReceivedAt, string Body)
{
    private static readonly Duration FirstWait = Duration.FromSeconds(10);

    /// <summary>How many tries to apply it have failed.</summary>
    public int Attempts { get; init; }

    /// <summary>Not tried before this instant.</summary>
    public Instant NextTryAt { get; init; } = ReceivedAt;

    /// <summary>Why the last try failed; null before the first.</summary>
    public string? Reason { get; init; }

    /// <summary>The sender's clock, which tells a record of the future; rounded up, since the sender's timestamp has no fractions.</summary>
    internal Instant ServerNow => SentAt + Duration.FromSeconds(1);

    /// <summary>After a failed try: waits for the next, six times as long as before.</summary>
    /// <param name="reason">Why it failed.</param>
    /// <param name="now">When it failed.</param>
    public ReceivedDelivery Postpone(string reason, Instant now) =>
        this with { Attempts = Attempts + 1, Reason = reason, NextTryAt = now + FirstWait * Math.Pow(6, Attempts) };

    /// <summary>Gives it up, until somebody replays it.</summary>
    /// <param name="reason">Why it can't be applied.</param>
    /// <param name="now">When it was given up.</param>
    public DeadLetter Bury(string reason, Instant now) => new(Id, Type, ReceivedAt, Attempts, reason, now, Body);
}
