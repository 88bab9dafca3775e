using NodaTime;

namespace TelegramCrm.Sync.Extract;

/// <summary>How streams are read.</summary>
public sealed record ExtractLimits
{
    /// <summary>The most records a page that the API gives.</summary>
    public const int MaxPageSize = 500;

    /// <summary>Records a page, from 1 to <see cref="MaxPageSize"/>; the API may give fewer.</summary>
    public int PageSize { get; init; } = MaxPageSize;

    /// <summary>How much of a stream is read again at each pass.</summary>
    public Duration Lookback { get; init; } = Duration.FromMinutes(5);

    /// <summary>How long the server may take to show a record that it has stamped.</summary>
    public Duration Settle { get; init; } = Duration.FromSeconds(60);

    /// <summary>How many bytes are gathered before they are committed; a crash repeats at most so much.</summary>
    public long BatchBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>How many streams are read at the same time; each gathers a batch of its own in memory.</summary>
    public int ParallelStreams { get; init; } = 2;
}
