using NodaTime;

namespace TelegramCrm.Sync.Extract;

/// <summary>One reading of a stream from an instant to its present end, page by page; unfinished ones go on where they stopped.</summary>
/// <param name="Since">What was asked for, inclusive; null for everything.</param>
/// <param name="ServerAt">The server's clock when the pass began; null before its first answer.</param>
/// <param name="NewestAt">The newest version loaded so far; null while there is none.</param>
/// <param name="PageToken">The page that comes next; null for the first.</param>
public sealed record Pass(Instant? Since, Instant? ServerAt = null, Instant? NewestAt = null, string? PageToken = null)
{
    /// <summary>Begins again from the newest record of an ordered stream, for when the server no longer knows the page token.</summary>
    /// <param name="isOrdered">Whether everything before the newest record is known to be read.</param>
    public Pass WithoutToken(bool isOrdered) => this with { PageToken = null, Since = isOrdered ? NewestAt ?? Since : Since };
}
