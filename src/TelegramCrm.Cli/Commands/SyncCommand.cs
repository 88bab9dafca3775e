using System.CommandLine;
using TelegramCrm.Sync;

namespace TelegramCrm.Cli.Commands;

/// <summary>One run of the whole way.</summary>
internal sealed class SyncCommand : InstallationCommand
{
    private readonly StreamOption streams = new();
    private readonly Option<bool> fullRefresh = new("--full-refresh") { Description = "Read the streams from their beginning" };
    private readonly Option<bool> noPush = new("--no-push") { Description = "Send nothing to connectors" };

    /// <summary>Describes the command.</summary>
    public SyncCommand() : base("sync", "Read what changed in the CRM, compute, test, publish and push; exit 4 when a part failed")
    {
        Add(streams.Names);
        Add(fullRefresh);
        Add(noPush);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var request = new RunRequest("sync", RunSteps.Extract | RunSteps.Transform | RunSteps.Publish | (line.GetValue(noPush) ? RunSteps.None : RunSteps.Push))
        {
            Streams = streams.Read(line),
            FullRefresh = line.GetValue(fullRefresh),
        };
        var run = await context.Output.WhileAsync("syncing", onStep => new SyncRun(installation, onStep).RunAsync(request, cancellationToken));
        return RunSummary.Show(run, context.Output);
    }
}
