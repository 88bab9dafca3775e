using NodaTime;

namespace TelegramCrm.Sync.Warehouse;

/// <summary>A half-open span of version time, by the server's clock.</summary>
/// <param name="From">Inclusive; <see cref="Beginning"/> when it begins with the stream.</param>
/// <param name="Until">Exclusive; <see cref="NoEnd"/> when it has none.</param>
public readonly record struct VersionSpan(Instant From, Instant Until)
{
    /// <summary>Before everything that a stream holds.</summary>
    public static Instant Beginning { get; } = Instant.MinValue;

    /// <summary>Behind everything that a stream will ever hold.</summary>
    public static Instant NoEnd { get; } = Instant.MaxValue;

    /// <summary>Everything.</summary>
    public static VersionSpan Whole { get; } = new(Beginning, NoEnd);

    /// <summary>Whether no instant lies in it.</summary>
    public bool IsEmpty => Until <= From;

    /// <summary>Where it begins; null for the beginning.</summary>
    public Instant? FromOrNull => From == Beginning ? null : From;

    /// <summary>Where it ends; null when it has no end.</summary>
    public Instant? UntilOrNull => Until == NoEnd ? null : Until;

    /// <summary>The part of it that lies before an instant.</summary>
    /// <param name="end">Exclusive.</param>
    public VersionSpan Before(Instant end) => this with { Until = Instant.Min(Until, end) };

    /// <summary>As people read it.</summary>
    public override string ToString() => $"{FromOrNull?.ToString() ?? "the beginning"} to {UntilOrNull?.ToString() ?? "the end"}";
}
