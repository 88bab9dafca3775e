namespace TelegramCrm.Sync.Push;

/// <summary>What a push did at one target.</summary>
/// <param name="Connector">The connector's name.</param>
/// <param name="Entities">What became of each kind of record, in the order in which they were pushed.</param>
public sealed record PushSummary(string Connector, IReadOnlyList<EntitySummary> Entities)
{
    /// <summary>Whether everything that was owed to the target is there now, but for dead letters of earlier runs.</summary>
    public bool IsComplete => Entities.All(entity => entity.IsComplete);

    /// <summary>Records that were created, updated or removed.</summary>
    public long Written => Entities.Sum(entity => entity.Created + entity.Updated + entity.Removed);
}

/// <summary>What a push did with one kind of record, in records.</summary>
/// <param name="Entity">The kind of record.</param>
public sealed record EntitySummary(string Entity)
{
    /// <summary>New in the target, and confirmed.</summary>
    public long Created { get; init; }

    /// <summary>Changed in the target, and confirmed.</summary>
    public long Updated { get; init; }

    /// <summary>Gone from the target, and confirmed; in the mode <c>mirror</c> only.</summary>
    public long Removed { get; init; }

    /// <summary>As the target holds them already, or not to be touched again.</summary>
    public long Unchanged { get; init; }

    /// <summary>Became dead letters in this run.</summary>
    public long Refused { get; init; }

    /// <summary>Dead letters of earlier runs, left alone because nothing changed.</summary>
    public long Withheld { get; init; }

    /// <summary>Sent, or about to be, with an outcome nobody knows yet; the next push settles them first.</summary>
    public long Unsettled { get; init; }

    /// <summary>What kept the push from going on; null when nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>Whether all that was owed is in the target now.</summary>
    public bool IsComplete => Refused == 0 && Unsettled == 0 && Error is null;

    /// <summary>As the history writes it: <c>done</c>, <c>partial</c>, or <c>failed</c> when nothing was written for an error.</summary>
    public string Status => IsComplete ? "done" : Error is not null && Created + Updated + Removed == 0 ? "failed" : "partial";
}
