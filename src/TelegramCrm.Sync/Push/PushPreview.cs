namespace TelegramCrm.Sync.Push;

/// <summary>What a push would do with one kind of record. Nothing was sent, asked or written for it.</summary>
/// <param name="Connector">The connector's name.</param>
/// <param name="Entity">The kind of record.</param>
public sealed record PushPreview(string Connector, string Entity)
{
    /// <summary>Records the target does not have yet; null when that is unavailable, see <see cref="Problem"/>.</summary>
    public long? Create { get; init; }

    /// <summary>Records of which the target has an older state; null when that is unavailable.</summary>
    public long? Update { get; init; }

    /// <summary>Records that would be removed, in the mode <c>mirror</c>; null when that is unavailable.</summary>
    public long? Remove { get; init; }

    /// <summary>Records the target holds already as they are; null when that is unavailable.</summary>
    public long? Unchanged { get; init; }

    /// <summary>Dead letters that would be left alone; null when that is unavailable.</summary>
    public long? Withheld { get; init; }

    /// <summary>Records of an earlier push without a known outcome. Whether each will be created or updated is unavailable until the target is asked.</summary>
    public long Unsettled { get; init; }

    /// <summary>The mapped fields, all of which are sent with every record; empty when they are unavailable.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>What would be done with each record, by their keys: the first 1,000 of them.</summary>
    public IReadOnlyList<RecordChange> Records { get; init; } = [];

    /// <summary>Why nothing would be sent or removed, or why the figures are unavailable; null when all is well.</summary>
    public string? Problem { get; init; }
}
