using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Load;

namespace TelegramCrm.Cli.Commands;

/// <summary>Compares the warehouse with the CRM.</summary>
internal sealed class ReconcileCommand : InstallationCommand
{
    private readonly SpanOptions span = new();
    private readonly Option<string[]> streams = new("--stream") { Description = "Only this stream; may be given several times", HelpName = "S" };
    private readonly Option<bool> fix = new("--fix") { Description = "Read again what is missing or stale, and mark as deleted what the CRM no longer has" };
    private readonly Option<bool> allowsMassDeletion = new("--allow-mass-deletion") { Description = "With --fix: mark any share of a stream as deleted, not only source.sweep.maxDeletedShare" };

    /// <summary>Describes the command.</summary>
    public ReconcileCommand() : base("reconcile", "Compare the warehouse with the CRM, record by record; exit 5 when they differ")
    {
        streams.AcceptOnlyFromAmong([.. Streams.Listed.Select(stream => stream.Name)]);
        Add(span.From);
        Add(span.To);
        Add(streams);
        Add(fix);
        Add(allowsMassDeletion);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var only = line.GetValue(streams) is { Length: > 0 } given ? given : null;
        var request = new RunRequest("reconcile", RunSteps.Reconcile)
        {
            Streams = [.. Streams.Listed.Where(stream => only?.Contains(stream.Name) ?? true)],
            Reconcile = new() { Span = span.Read(line), Fix = line.GetValue(fix), AllowsMassDeletion = line.GetValue(allowsMassDeletion) },
        };
        if (request.Reconcile is { AllowsMassDeletion: true, Fix: false })
            throw new RefusedException("--allow-mass-deletion", "nothing is marked as deleted without --fix", "add --fix");
        var run = await context.Output.WhileAsync("comparing", onStep => new SyncRun(installation, onStep).RunAsync(request, cancellationToken));
        return ReconcileSummary.Show(run, request.Reconcile.Fix, context.Output);
    }
}
