using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using TelegramCrm.Cli.Commands;

namespace TelegramCrm.Cli;

/// <summary>The composition root: the commands there are, and how one of them is run.</summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments ask for. Never throws: failures become a sentence and an exit code.</summary>
    public static async Task<ExitCode> RunAsync(IReadOnlyList<string> arguments, Shell shell, CancellationToken cancellationToken)
    {
        var line = Root().Parse(arguments.Count > 0 ? arguments : ["--help"]);
        if (line.Action is { } builtIn and not ParseErrorAction)
        {
            await InvokeAsync(line, shell.Out, shell, cancellationToken);
            return arguments.Count > 0 || builtIn is not HelpAction ? ExitCode.Done : ExitCode.WrongUsage;
        }
        if (line.Errors.Count > 0 || line.CommandResult.Command is not TgcrmCommand command)
        {
            if (line.Action is ParseErrorAction refusal) refusal.ShowHelp = false;
            await InvokeAsync(line, shell.Error, shell, cancellationToken);
            await shell.Error.WriteLineAsync($"`{HelpFor(line)}` shows what is possible.");
            return ExitCode.WrongUsage;
        }
        using var context = new CommandContext(shell, line);
        try
        {
            return await command.RunAsync(line, context, cancellationToken);
        }
#pragma warning disable CA1031 // The one place where every failure ends: nobody above could say it better.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return context.Output.Fail(failure, cancellationToken);
        }
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Syncs a Telegram support CRM into DuckDB, computes support metrics, publishes and pushes them.")
        {
            new InitCommand(),
            new CheckCommand(Proofs.Of),
            new SyncCommand(),
            new TransformCommand(),
            new PublishCommand(),
            new QueryCommand(),
        };
        foreach (var option in CommonOptions.All) root.Add(option);
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        return root;
    }

    private static Task<int> InvokeAsync(ParseResult line, TextWriter output, Shell shell, CancellationToken cancellationToken) =>
        line.InvokeAsync(new() { Output = output, Error = shell.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken);

    private static string HelpFor(ParseResult line) =>
        line.CommandResult.Command is RootCommand ? "tgcrm --help" : $"tgcrm {line.CommandResult.Command.Name} --help";
}
