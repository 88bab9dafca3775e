using System.CommandLine;
using NodaTime;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Reports;

namespace TelegramCrm.Cli.Commands;

/// <summary>Writes the HTML reports.</summary>
internal sealed class ReportCommand : InstallationCommand
{
    private readonly Option<string?> folder = new("--out") { Description = "Where they go, instead of reports.folder", HelpName = "DIR" };
    private readonly Option<string?> from = DayOption.Named("--from", "The first day, such as 2026-03-01; the last 30 days without it");
    private readonly Option<string?> to = DayOption.Named("--to", "The last day; yesterday without it");

    private readonly Option<string?> queue = new("--queue") { Description = "One queue's tickets only, by its id or name; its reports go to a folder below queues/", HelpName = "QUEUE" };

    /// <summary>Describes the command.</summary>
    public ReportCommand() : base("report", "Write the HTML reports, and their tables as CSV")
    {
        Add(folder);
        Add(from);
        Add(to);
        Add(queue);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var request = new RunRequest("report", RunSteps.Report)
        {
            ReportPeriod = PeriodOf(line, installation),
            ReportQueue = line.GetValue(queue),
            ReportFolder = line.GetValue(folder) is { } given ? context.FullPath(given) : null,
        };
        return RunSummary.Show(await new SyncRun(installation).RunAsync(request, cancellationToken), context.Output);
    }

    private ReportPeriod? PeriodOf(ParseResult line, Installation installation)
    {
        if (line.GetValue(from) is not { } first)
            return line.GetValue(to) is null ? null : throw new RefusedException("--to", "says where the period ends, but not where it begins", "add --from");
        var zone = installation.Configuration.Reports.Zone;
        var yesterday = Instant.FromDateTimeOffset(installation.Time.GetUtcNow()).InZone(zone).Date.PlusDays(-1);
        var period = new ReportPeriod(DayOption.Parse(first)!.Value, DayOption.Parse(line.GetValue(to)) ?? yesterday, zone);
        return period.Days > 0 ? period : throw new RefusedException("--from", "lies after the end of the period", "turn the two days around");
    }
}
