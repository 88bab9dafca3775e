using NodaTime;

namespace TelegramCrm.Sync.Load;

/// <summary>Where a record stands in its stream's order: by version, then by id in ordinal order.</summary>
/// <param name="VersionAt">What orders versions.</param>
/// <param name="Id">The API's id.</param>
public readonly record struct RecordKey(Instant VersionAt, string Id) : IComparable<RecordKey>
{
    /// <inheritdoc/>
    public int CompareTo(RecordKey other) =>
        VersionAt.CompareTo(other.VersionAt) is not 0 and var byVersion ? byVersion : string.CompareOrdinal(Id, other.Id);

    /// <summary>Whether one stands before the other.</summary>
    public static bool operator <(RecordKey left, RecordKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether one stands after the other.</summary>
    public static bool operator >(RecordKey left, RecordKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether one does not stand after the other.</summary>
    public static bool operator <=(RecordKey left, RecordKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one does not stand before the other.</summary>
    public static bool operator >=(RecordKey left, RecordKey right) => left.CompareTo(right) >= 0;
}
