using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Commands;

/// <summary>Reads a span of history again.</summary>
internal sealed class BackfillCommand : InstallationCommand
{
    private readonly SpanOptions span = new();
    private readonly StreamOption streams = new();
    private readonly Option<bool> noPush = new("--no-push") { Description = "Send nothing to connectors" };

    /// <summary>Describes the command.</summary>
    public BackfillCommand() : base("backfill", "Read a span of history again, in windows, then compute, test, publish and push; an interrupted one goes on when it is given again")
    {
        span.From.Required = span.To.Required = true;
        Add(span.From);
        Add(span.To);
        Add(streams.Names);
        Add(noPush);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var asked = span.Read(line);
        if (asked.Start == asked.End)
            throw new RefusedException("--to", "is the same instant as --from, so nothing lies between them", "--to is the first instant that is no longer read: name a later one");
        var request = new RunRequest("backfill", RunSteps.Extract | RunSteps.Transform | RunSteps.Publish | (line.GetValue(noPush) ? RunSteps.None : RunSteps.Push))
        {
            Streams = streams.Read(line),
            Backfill = new VersionSpan(asked.Start, asked.End),
        };
        var run = await context.Output.WhileAsync("reading again", onStep => new SyncRun(installation, onStep).RunAsync(request, cancellationToken));
        return RunSummary.Show(run, context.Output);
    }
}
