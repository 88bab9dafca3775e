using System.CommandLine;

namespace TelegramCrm.Cli;

/// <summary>The options that every command has.</summary>
internal static class CommonOptions
{
    /// <summary>Which configuration.</summary>
    public static Option<string> Config { get; } = new("--config")
    {
        Description = "The configuration",
        HelpName = "FILE",
        DefaultValueFactory = _ => "sync.config.json",
        Recursive = true,
    };

    /// <summary>Another data folder than the configuration's. The sandbox has no warehouse, and reads its records there.</summary>
    public static Option<string?> Data { get; } = new("--data") { Description = "Where the warehouse and the state live, instead of data.folder; for sandbox a folder of NDJSON to serve", HelpName = "DIR", Recursive = true };

    /// <summary>A document instead of text.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "One JSON document on stdout", Recursive = true };

    /// <summary>More log.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose") { Description = "Log every step; show where a failure came from", Recursive = true };

    /// <summary>Less log.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet") { Description = "No progress, and only errors in the log", Recursive = true };

    /// <summary>No colours.</summary>
    public static Option<bool> NoColor { get; } = new("--no-color") { Description = "No colours (NO_COLOR does the same)", Recursive = true };

    /// <summary>All of them, in the order of the help.</summary>
    public static IReadOnlyList<Option> All { get; } = [Config, Data, Json, Verbose, Quiet, NoColor];
}
