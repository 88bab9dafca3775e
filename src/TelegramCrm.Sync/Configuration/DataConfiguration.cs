namespace TelegramCrm.Sync.Configuration;

/// <summary>Where the warehouse and the state live.</summary>
public sealed record DataConfiguration
{
    /// <summary>The folder of the warehouse, the state and what is published; made when it is missing. One process at a time owns it.</summary>
    [FilePath]
    public string Folder { get; init; } = "data";
}

/// <summary>The published Parquet and read-only DuckDB.</summary>
public sealed record PublishConfiguration
{
    /// <summary>How many published versions are kept, the newest counted: readers that still have an older one open need it.</summary>
    [Within(1, 1000)]
    public int KeepVersions { get; init; } = 3;
}

/// <summary>The log, which always goes to stderr.</summary>
public sealed record LogConfiguration
{
    /// <summary>The least level that is written. <c>--verbose</c> and <c>--quiet</c> go before it.</summary>
    public LogDetail Level { get; init; } = LogDetail.Information;
}

/// <summary>How much is logged.</summary>
public enum LogDetail
{
    /// <summary>Every request and statement.</summary>
    Debug,

    /// <summary>What was done, a line a step.</summary>
    Information,

    /// <summary>Only what a person should look at.</summary>
    Warning,

    /// <summary>Only what failed.</summary>
    Error,
}
