using NodaTime;

namespace TelegramCrm.Sync.Extract;

/// <summary>How a chain of pages ended that the API says is complete.</summary>
/// <param name="Limit">How many records a page were asked for.</param>
public sealed record ChainEnd(int Limit)
{
    /// <summary>Records on the last page.</summary>
    public int Records { get; init; }

    /// <summary>Records on the largest page that others followed; 0 when there was none.</summary>
    public int LargestPage { get; init; }

    /// <summary>The newest version of the chain; null when it was empty.</summary>
    public Instant? NewestAt { get; init; }

    /// <summary>How many records of the chain have that version.</summary>
    public int Ties { get; init; }

    /// <summary>Whether the last page holds all that was asked for, or as much as this server gives: it may have been cut off there.</summary>
    public bool IsFull => Records >= (LargestPage == 0 ? Limit : Math.Min(Limit, LargestPage));

    /// <summary>Counts one page.</summary>
    /// <param name="records">Its records.</param>
    /// <param name="hasMore">Whether the API says that others follow.</param>
    public ChainEnd WithPage(int records, bool hasMore) => this with { Records = records, LargestPage = hasMore ? Math.Max(LargestPage, records) : LargestPage };

    /// <summary>Counts one record.</summary>
    /// <param name="versionAt">Its version.</param>
    public ChainEnd WithVersion(Instant versionAt) =>
        versionAt == NewestAt ? this with { Ties = Ties + 1 } : versionAt > (NewestAt ?? Instant.MinValue) ? this with { NewestAt = versionAt, Ties = 1 } : this;
}
