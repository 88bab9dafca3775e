using System.Globalization;
using NodaTime;

namespace TelegramCrm.Sync.Inbox.Schemes;

/// <summary>Tells a delivery of now from a recording.</summary>
/// <param name="tolerance">How far a timestamp may lie from our clock, either way.</param>
/// <param name="time">Our clock.</param>
internal sealed class Freshness(Duration tolerance, TimeProvider time)
{
    /// <summary>Now, for a scheme that has no timestamp.</summary>
    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Genuine when the text is an epoch second within the tolerance.</summary>
    public SignatureVerdict Of(string? epochSecond, out Instant sentAt)
    {
        sentAt = default;
        if (!long.TryParse(epochSecond, NumberStyles.None, CultureInfo.InvariantCulture, out var second))
            return SignatureVerdict.Stale;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (second < now - tolerance.TotalSeconds || second > now + tolerance.TotalSeconds)
            return SignatureVerdict.Stale;
        sentAt = Instant.FromUnixTimeSeconds(second);
        return SignatureVerdict.Genuine;
    }
}
