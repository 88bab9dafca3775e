using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Cli.Commands;

/// <summary>One run of the whole way.</summary>
internal sealed class SyncCommand : InstallationCommand
{
    private readonly Option<string[]> streams = new("--stream") { Description = "Only this stream; may be given several times", HelpName = "S" };
    private readonly Option<bool> fullRefresh = new("--full-refresh") { Description = "Read the streams from their beginning" };
    private readonly Option<bool> noPush = new("--no-push") { Description = "Send nothing to connectors" };

    /// <summary>Describes the command.</summary>
    public SyncCommand() : base("sync", "Read what changed in the CRM, compute, test, publish and push; exit 4 when a part failed")
    {
        streams.AcceptOnlyFromAmong([.. Streams.Listed.Select(stream => stream.Name)]);
        Add(streams);
        Add(fullRefresh);
        Add(noPush);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var only = line.GetValue(streams) is { Length: > 0 } given ? given : null;
        var request = new RunRequest("sync", RunSteps.Extract | RunSteps.Transform | RunSteps.Publish | (line.GetValue(noPush) ? RunSteps.None : RunSteps.Push))
        {
            Streams = [.. Streams.Listed.Where(stream => only?.Contains(stream.Name) ?? true)],
            FullRefresh = line.GetValue(fullRefresh),
        };
        var run = await context.Output.WhileAsync("syncing", onStep => new SyncRun(installation, onStep).RunAsync(request, cancellationToken));
        return RunSummary.Show(run, context.Output);
    }
}
