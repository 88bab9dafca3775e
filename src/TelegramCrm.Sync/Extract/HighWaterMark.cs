using NodaTime;

namespace TelegramCrm.Sync.Extract;

/// <summary>How far a stream is known to be read: nothing older is asked for again, but for the lookback.</summary>
/// <param name="At">The newest version that is vouched for, by the server's clock.</param>
public readonly record struct HighWaterMark(Instant At)
{
    /// <summary>Before the first full pass: everything is asked for.</summary>
    public static HighWaterMark None { get; } = new(Instant.MinValue);

    /// <summary>Moves to the newest record seen, but never past what the server has settled, and never back.</summary>
    /// <param name="newestSeen">The newest version of the pass; may lie in the future.</param>
    /// <param name="serverNow">The server's clock when the pass began, not ours.</param>
    /// <param name="settle">How long the server may take to show a record it has stamped.</param>
    public HighWaterMark Advance(Instant newestSeen, Instant serverNow, Duration settle) =>
        new(Instant.Max(At, Instant.Min(newestSeen, serverNow - settle)));

    /// <summary>Where the next pass begins; null to begin at the beginning.</summary>
    /// <param name="lookback">How much is read again, for records that were committed late.</param>
    public Instant? Since(Duration lookback) => this == None ? null : At - lookback;
}
