using System.CommandLine;
using System.CommandLine.Invocation;
using TelegramCrm.Cli.Commands;
using TelegramCrm.Cli.Commands.Explain;

namespace TelegramCrm.Cli;

/// <summary>The composition root: the commands there are, and how one of them is run.</summary>
internal static class CommandLine
{
    /// <summary>Runs what the arguments ask for. Never throws: failures become a sentence and an exit code.</summary>
    public static async Task<ExitCode> RunAsync(IReadOnlyList<string> arguments, Shell shell, CancellationToken cancellationToken)
    {
        var line = Root().Parse(arguments.Count > 0 ? arguments : ["--help"]);
        // --help and --version
        if (line.Action is not (null or ParseErrorAction))
        {
            await line.InvokeAsync(new() { Output = shell.Out, Error = shell.Error }, cancellationToken);
            return arguments.Count > 0 ? ExitCode.Done : ExitCode.WrongUsage;
        }
        if (WrongUsage.IsWrong(line) || line.CommandResult.Command is not TgcrmCommand command)
        {
            foreach (var wrong in WrongUsage.Of(line)) await shell.Error.WriteLineAsync($"tgcrm: {PlainText.Of(wrong)}");
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
            new DemoCommand(),
            new InitCommand(),
            new CheckCommand(Proofs.Of),
            new CalendarCommand(),
            new SyncCommand(),
            new BackfillCommand(),
            new PlanCommand(),
            new TransformCommand(),
            new PublishCommand(),
            new ReportCommand(),
            new PushCommand(),
            new AssignCommand(),
            new TemplatesCommand(),
            new SuggestCommand(),
            new ReconcileCommand(),
            new ServeCommand(),
            new StatusCommand(),
            new QueryCommand(),
            new ExplainCommand(),
            new StateCommand(),
            new InboxCommand(),
            new QuarantineCommand(),
            new SandboxCommand(),
        };
        foreach (var option in CommonOptions.All) root.Add(option);
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        return root;
    }
}
