namespace TelegramCrm.Sync.Transform;

/// <summary>One SQL file: the relation it makes, and what its header promises about it.</summary>
public sealed record SqlModel
{
    /// <summary>The file, from the SQL folder on: <c>sql/analytics/tickets.sql</c>.</summary>
    public required string File { get; init; }

    /// <summary>What the file makes, named after it: <c>analytics.tickets</c>.</summary>
    public required string Relation { get; init; }

    /// <summary>What the relation holds, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What one row stands for.</summary>
    public required string Grain { get; init; }

    /// <summary>The columns that name a row, together unique. At least one.</summary>
    public required IReadOnlyList<KeyColumn> Key { get; init; }

    /// <summary>How much of it is made anew when some tickets have changed.</summary>
    public Rebuilt Rebuilt { get; init; }

    /// <summary>Every relation that the SQL reads, in ascending order; the header was found to name the same ones.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The paragraph that defines the figures, as <c>docs/metrics.md#next-reply</c>; null for a relation that only renames.</summary>
    public string? Means { get; init; }

    /// <summary>The whole file: one <c>create or replace table</c>, which the duckdb shell runs as it is.</summary>
    public required string Text { get; init; }

    /// <summary>The select of <see cref="Text"/>, without what comes before and the semicolon.</summary>
    public required string Query { get; init; }

    /// <summary>Whether its rows hang on <c>as_of</c> by its own words; it may do so through its inputs too.</summary>
    public bool AsksForTime => Query.Contains("getvariable('as_of')", StringComparison.Ordinal);

    /// <summary>Whether it types records of <c>raw</c>.</summary>
    public bool IsStaging => Relation.StartsWith("staging.", StringComparison.Ordinal);
}
