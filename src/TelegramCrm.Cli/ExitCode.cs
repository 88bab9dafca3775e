namespace TelegramCrm.Cli;

/// <summary>What the program says to whoever started it.</summary>
internal enum ExitCode
{
    /// <summary>All was done.</summary>
    Done = 0,

    /// <summary>Something failed that nobody foresaw, or nothing could be done.</summary>
    Unexpected = 1,

    /// <summary>The command line makes no sense.</summary>
    WrongUsage = 2,

    /// <summary>The configuration or the credentials are wrong.</summary>
    Configuration = 3,

    /// <summary>Part of the work failed, the rest is done.</summary>
    PartFailed = 4,

    /// <summary>What was compared differs.</summary>
    Differences = 5,
}
