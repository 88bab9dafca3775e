using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Extract.Planning;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Commands;

/// <summary>Says beforehand what a sync or a backfill will take.</summary>
internal sealed class PlanCommand : InstallationCommand
{
    private readonly SpanOptions span = new();
    private readonly StreamOption streams = new();
    private readonly Option<bool> fullRefresh = new("--full-refresh") { Description = "Plan a sync that reads the streams from their beginning" };

    /// <summary>Describes the command.</summary>
    public PlanCommand() : base("plan", "Estimate the requests, the time and the share of each rate limit that a sync, or with --from and --to a backfill, will take")
    {
        Add(streams.Names);
        Add(fullRefresh);
        Add(span.From);
        Add(span.To);
        Validators.Add(given =>
        {
            var bounds = new[] { span.From, span.To }.Count(bound => given.GetResult(bound) is not null);
            if (bounds == 1)
                given.AddError("A backfill has both --from and --to.");
            if (bounds > 0 && given.GetResult(fullRefresh) is not null)
                given.AddError("--full-refresh plans a sync, --from and --to a backfill: choose one.");
        });
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        using var connection = installation.Warehouse.Connect();
        var estimation = new Estimation(connection, installation.Client, installation.Limits, installation.Time);
        var plan = await estimation.EstimateAsync(streams.Read(line), line.GetValue(fullRefresh), BackfillOf(line), cancellationToken);
        PlanSummary.Show(plan, context.Output);
        return ExitCode.Done;
    }

    private VersionSpan? BackfillOf(ParseResult line)
    {
        if (line.GetValue(span.From) is null)
            return null;
        var asked = span.Read(line);
        return asked.Start < asked.End
            ? new VersionSpan(asked.Start, asked.End)
            : throw new RefusedException("--to", "is the same instant as --from, so nothing lies between them", "--to is the first instant that is no longer read: name a later one");
    }
}
