using System.CommandLine;
using TelegramCrm.Sync;

namespace TelegramCrm.Cli.Commands;

/// <summary>Rebuilds staging and marts from what is loaded.</summary>
internal sealed class TransformCommand : InstallationCommand
{
    private readonly Option<bool> full = new("--full") { Description = "Rebuild every relation, as every transform does today" };

    /// <summary>Describes the command.</summary>
    public TransformCommand() : base("transform", "Rebuild staging and marts from what is loaded, and test them") => Add(full);

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken) =>
        RunSummary.Show(await new SyncRun(installation).RunAsync(new RunRequest("transform", RunSteps.Transform), cancellationToken), context.Output);
}
