using System.CommandLine;

namespace TelegramCrm.Cli;

/// <summary>A command: its options are its fields, and it is listed in <see cref="CommandLine"/>.</summary>
internal abstract class TgcrmCommand(string name, string description) : Command(name, description)
{
    /// <summary>Does what was asked for. Expected failures are thrown, and turned into a sentence by <see cref="Failure"/>.</summary>
    /// <param name="line">The command line, for the values of the options.</param>
    /// <param name="context">What all commands share.</param>
    /// <param name="cancellationToken">Asks for a clean end.</param>
    public abstract Task<ExitCode> RunAsync(ParseResult line, CommandContext context, CancellationToken cancellationToken);
}
