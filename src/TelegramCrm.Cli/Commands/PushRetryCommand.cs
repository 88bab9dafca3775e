using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Cli.Commands;

/// <summary>Lets refused records go again with the next push, although they did not change.</summary>
internal sealed class PushRetryCommand : InstallationCommand
{
    private readonly Option<string?> connector = new("--connector") { Description = "Only this connector's", HelpName = "NAME" };
    private readonly Option<string?> key = new("--key") { Description = "Only the record with this external key" };

    /// <summary>Describes the command.</summary>
    public PushRetryCommand() : base("retry", "Send refused records again with the next push")
    {
        Add(connector);
        Add(key);
    }

    /// <inheritdoc/>
    protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var released = new DeadLetters(installation.State).Retry(line.GetValue(connector), key: line.GetValue(key));
        context.Output.Line($"{released} records go again with the next push");
        context.Output.Document(new { released });
        return Task.FromResult(ExitCode.Done);
    }
}
