using TelegramCrm.Sync;

namespace TelegramCrm.Cli;

/// <summary>What the program was started from: where it writes, what it is told by the environment, and the clock.</summary>
internal sealed record Shell
{
    /// <summary>Results: tables and lines for people, or one JSON document.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Logs and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether <see cref="Out"/> is a terminal, that understands colours and shows progress.</summary>
    public required bool IsTerminal { get; init; }

    /// <summary>Looks an environment variable up; null when it is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The full path that relative paths on the command line are relative to.</summary>
    public required string Folder { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The installation that a running service has open, for commands that were handed to it; null elsewhere.</summary>
    public Installation? Installation { get; init; }

    /// <summary>The shell of this process.</summary>
    public static Shell OfProcess() => new()
    {
        Out = Console.Out,
        Error = Console.Error,
        IsTerminal = !Console.IsOutputRedirected,
        Environment = System.Environment.GetEnvironmentVariable,
        Folder = System.Environment.CurrentDirectory,
        Time = TimeProvider.System,
    };
}
