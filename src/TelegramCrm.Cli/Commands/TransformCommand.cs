using System.CommandLine;
using TelegramCrm.Sync;

namespace TelegramCrm.Cli.Commands;

/// <summary>Brings staging and marts up to date with what is loaded.</summary>
internal sealed class TransformCommand : InstallationCommand
{
    private readonly Option<bool> full = new("--full") { Description = "Compute every ticket anew, and not those alone that changed" };

    /// <summary>Describes the command.</summary>
    public TransformCommand() : base("transform", "Bring staging and marts up to date with what is loaded, and test them") => Add(full);

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken) =>
        RunSummary.Show(await new SyncRun(installation).RunAsync(new RunRequest("transform", RunSteps.Transform) { FullTransform = line.GetValue(full) }, cancellationToken), context.Output);
}
