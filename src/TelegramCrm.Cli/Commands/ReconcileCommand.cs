using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Cli.Commands;

/// <summary>Compares the warehouse with the CRM, and the targets with what they are known to hold.</summary>
internal sealed class ReconcileCommand : InstallationCommand
{
    private readonly SpanOptions span = new();
    private readonly Option<string[]> streams = new("--stream") { Description = "Only this stream; may be given several times", HelpName = "S" };
    private readonly Option<string[]> connectors = new("--connector") { Description = "Only this target, and no stream unless one is named; may be given several times", HelpName = "NAME" };
    private readonly Option<bool> fix = new("--fix") { Description = "Read again what is missing or stale, mark as deleted what the CRM no longer has, and send again what targets lost or others edited there" };
    private readonly Option<bool> allowsMassDeletion = new("--allow-mass-deletion") { Description = "With --fix: mark any share of a stream as deleted, not only source.sweep.maxDeletedShare" };

    /// <summary>Describes the command.</summary>
    public ReconcileCommand() : base("reconcile", "Compare the warehouse with the CRM, and each target with what was sent to it, record by record; exit 5 when they differ")
    {
        streams.AcceptOnlyFromAmong([.. Streams.Listed.Select(stream => stream.Name)]);
        Add(span.From);
        Add(span.To);
        Add(streams);
        Add(connectors);
        Add(fix);
        Add(allowsMassDeletion);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var only = line.GetValue(streams) is { Length: > 0 } given ? given : null;
        var targets = line.GetValue(connectors) ?? [];
        if (targets.FirstOrDefault(name => installation.Targets.All(target => target.Name != name)) is { } unknown)
            throw new RefusedException($"--connector {unknown}", "the configuration has no connector of that name", $"it has: {string.Join(", ", installation.Targets.Select(target => target.Name))}");
        var request = new RunRequest("reconcile", StepsOf(namesStreams: only is not null, namesTargets: targets.Length > 0))
        {
            Connectors = targets,
            Streams = [.. Streams.Listed.Where(stream => only?.Contains(stream.Name) ?? true)],
            Reconcile = new() { Span = span.Read(line), Fix = line.GetValue(fix), AllowsMassDeletion = line.GetValue(allowsMassDeletion) },
        };
        if (request.Reconcile is { AllowsMassDeletion: true, Fix: false })
            throw new RefusedException("--allow-mass-deletion", "nothing is marked as deleted without --fix", "add --fix");
        var run = await context.Output.WhileAsync("comparing", onStep => new SyncRun(installation, onStep).RunAsync(request, cancellationToken));
        return ReconcileSummary.Show(run, request.Reconcile.Fix, context.Output);
    }

    /// <summary>Both, unless only streams or only targets are named.</summary>
    private static RunSteps StepsOf(bool namesStreams, bool namesTargets) =>
        (namesTargets && !namesStreams ? RunSteps.None : RunSteps.Reconcile) | (namesStreams && !namesTargets ? RunSteps.None : RunSteps.ReconcileTargets);
}
