using NodaTime;

namespace TelegramCrm.Sync.Extract.Reconciling;

/// <summary>How many records the CRM and the warehouse have, and in what they differ.</summary>
/// <param name="CrmRecords">Those that the CRM lists, deleted ones included.</param>
/// <param name="WarehouseRecords">Those of <c>raw</c>; without those that the CRM has removed from its list.</param>
/// <param name="Missing">The CRM has them, the warehouse has not, or has them as swept.</param>
/// <param name="Stale">The warehouse has an older version.</param>
/// <param name="Newer">The warehouse has a newer version than the CRM shows; reading again can't mend that.</param>
/// <param name="Extra">The warehouse has them as living, the CRM does not have them.</param>
public readonly record struct DifferenceCounts(long CrmRecords, long WarehouseRecords, long Missing, long Stale, long Newer, long Extra)
{
    /// <summary>All that differ.</summary>
    public long Differing => Missing + Stale + Newer + Extra;
}

/// <summary>A day that differs.</summary>
/// <param name="Day">In UTC: the day of the CRM's version, or of ours where the CRM has none in the span.</param>
/// <param name="Counts">How.</param>
public sealed record DayDifferences(LocalDate Day, DifferenceCounts Counts);

/// <summary>A record that differs.</summary>
/// <param name="Kind">missing, stale, newer or extra.</param>
/// <param name="Id">The record's id.</param>
/// <param name="CrmVersionAt">The CRM's version; null when it has none.</param>
/// <param name="VersionAt">The warehouse's version; null when it has none.</param>
public sealed record DifferingRecord(string Kind, string Id, Instant? CrmVersionAt, Instant? VersionAt);

/// <summary>What a comparison of one stream found.</summary>
/// <param name="Total">Over all days.</param>
/// <param name="Examples">Up to five records of each kind.</param>
/// <param name="Unreadable">Records that the CRM lists in a shape that can't be read.</param>
public sealed record StreamDifferences(DifferenceCounts Total, IReadOnlyList<DifferingRecord> Examples, long Unreadable)
{
    /// <summary>Nothing at all.</summary>
    public static StreamDifferences None { get; } = new(default, [], 0);

    /// <summary>All that differ, unreadable ones included.</summary>
    public long Count => Total.Differing + Unreadable;
}
