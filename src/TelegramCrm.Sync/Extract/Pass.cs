using NodaTime;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Sync.Extract;

/// <summary>One reading of a span of a stream, page by page; an unfinished one goes on where it stopped.</summary>
/// <param name="Span">What it vouches for once it is at its end, and what it asked for in the beginning.</param>
public sealed record Pass(VersionSpan Span)
{
    /// <summary>What its requests ask for at present, inclusive: later than the span's beginning once it had to begin again from its newest record.</summary>
    public Instant Since { get; init; } = Span.From;

    /// <summary>The server's clock when the pass began; null before its first answer.</summary>
    public Instant? ServerAt { get; init; }

    /// <summary>The newest version loaded so far; null while there is none.</summary>
    public Instant? NewestAt { get; init; }

    /// <summary>The page that comes next; null for the first one since <see cref="Since"/>.</summary>
    public string? PageToken { get; init; }

    /// <summary>Begins again without a page token: an ordered stream from its newest record, since everything before it is read; another one from where it began.</summary>
    /// <param name="isOrdered">Whether the stream is ordered.</param>
    public Pass Again(bool isOrdered) => this with { PageToken = null, Since = isOrdered ? NewestAt ?? Since : Since };

    /// <summary>What may be vouched for at its end: nothing that the server may still show late.</summary>
    /// <param name="settle">How long the server may take to show a record that it has stamped.</param>
    public VersionSpan Settled(Duration settle) => ServerAt is { } serverAt ? Span.Before(serverAt - settle) : new VersionSpan(Span.From, Span.From);
}
