using NodaTime;

namespace TelegramCrm.Sync.Inbox;

/// <summary>How much the inbox takes in, and how patiently it applies it.</summary>
public sealed record InboxLimits
{
    /// <summary>The longest body that is read; a ticket with its newest 100 messages fits many times over.</summary>
    public int MaxBodyBytes { get; init; } = 2 * 1024 * 1024;

    /// <summary>How long a body may take to arrive. The sender itself gives up after 5 seconds.</summary>
    public Duration ReadTimeout { get; init; } = Duration.FromSeconds(5);

    /// <summary>How long the headers of a request may take to arrive.</summary>
    public Duration HeaderTimeout { get; init; } = Duration.FromSeconds(5);

    /// <summary>How many deliveries may wait to be applied before further ones are turned away, for the sender to keep.</summary>
    public int MaxWaiting { get; init; } = 100_000;

    /// <summary>When a sender that was turned away may come again.</summary>
    public Duration RetryAfter { get; init; } = Duration.FromSeconds(30);

    /// <summary>How many deliveries are applied in one transaction of the warehouse.</summary>
    public int ApplyBatch { get; init; } = 500;

    /// <summary>After how many failed tries a delivery becomes a dead letter; the waits between them grow from 10 seconds to half an hour.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>How long applied deliveries are remembered, to know a repetition; the sender repeats for 24 hours.</summary>
    public Duration Memory { get; init; } = Duration.FromDays(7);
}
