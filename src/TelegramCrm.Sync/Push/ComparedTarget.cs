namespace TelegramCrm.Sync.Push;

/// <summary>How the records of one kind in a target compare with what the target is known to hold.</summary>
/// <param name="Connector">The connector's name.</param>
/// <param name="Entity">The kind of record.</param>
public sealed record ComparedTarget(string Connector, string Entity)
{
    /// <summary>How many records the target is known to hold.</summary>
    public long Held { get; init; }

    /// <summary>Keys of records that the target has no more.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Keys of records that somebody edited in the target, or made anew there.</summary>
    public IReadOnlyList<string> Edited { get; init; } = [];

    /// <summary>Keys of ours in the target that it is not known to hold; null when the target can't list its records.</summary>
    public IReadOnlyList<string>? Extra { get; init; }

    /// <summary>Keys that several records carry, of which none can safely be written.</summary>
    public IReadOnlyList<string> Twins { get; init; } = [];

    /// <summary>Why it could not be compared, or not to its end; null when it was.</summary>
    public string? Error { get; init; }

    /// <summary>How many records differ.</summary>
    public int Count => Missing.Count + Edited.Count + (Extra?.Count ?? 0) + Twins.Count;

    /// <summary>Whether all was compared, and is as it should be.</summary>
    public bool IsEqual => Error is null && Count == 0;
}
