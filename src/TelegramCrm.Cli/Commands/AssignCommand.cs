using System.CommandLine;
using NodaTime;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Automation.Assignment;
using TelegramCrm.Sync.Automation.Assignment.Replay;

namespace TelegramCrm.Cli.Commands;

/// <summary>Places tickets that nobody has, shows what would be done with them, or runs the rules over the past.</summary>
internal sealed class AssignCommand : InstallationCommand
{
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would be decided now, from what is known; ask, record and send nothing" };
    private readonly Option<bool> replay = new("--replay") { Description = "Run the rules over the tickets of a span, and compare with what was done; needs --from and --to" };
    private readonly SpanOptions span = new();

    /// <summary>Describes the command.</summary>
    public AssignCommand() : base("assign", "Place the tickets that nobody has by the rules, now; exit 4 when the CRM refused one or was away")
    {
        Add(dryRun);
        Add(replay);
        Add(span.From);
        Add(span.To);
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var house = installation.Assignment ?? throw new RefusedException("automation.assignment", "is not configured, so there are no rules", "describe them, see docs/automation.md");
        var (from, to) = (SpanOptions.Instant(line.GetValue(span.From)), SpanOptions.Instant(line.GetValue(span.To)));
        if (line.GetValue(replay) != (from is not null && to is not null) || (from ?? to) is not null != line.GetValue(replay) || from > to)
            throw new RefusedException("--replay", "goes with --from and --to, and they with it", "write `tgcrm assign --replay --from 2026-03-01 --to 2026-04-01`");
        if (line.GetValue(replay))
            return Replay(context.Output, installation, from!.Value, to!.Value);
        return line.GetValue(dryRun) ? Preview(context.Output, house) : await RunAsync(context.Output, installation, house, cancellationToken);
    }

    private static async Task<ExitCode> RunAsync(Output output, Installation installation, AssignmentHouse house, CancellationToken cancellationToken)
    {
        using var pass = house.OpenPass();
        var outcome = await pass.RunAsync(cancellationToken);
        if (outcome.Hindrance is { } hindrance)
            throw new RefusedException(installation.Folder.Path, hindrance, "run `tgcrm sync`");
        output.Line($"{outcome.Decided} decided, {outcome.Applied} applied, {outcome.Withdrawn} withdrawn, {outcome.Failed} refused; {outcome.Queued} wait for the CRM, {outcome.Waiting} tickets wait");
        if (outcome.Away is { } away)
            output.Verdict(false, "source", away);
        output.Document(new { outcome.Decided, outcome.Applied, outcome.Withdrawn, outcome.Failed, outcome.Queued, outcome.Waiting, outcome.Away, cacheAgeSeconds = Seconds(outcome.CacheAge) });
        return outcome.Failed > 0 || outcome.Away is not null ? ExitCode.PartFailed : ExitCode.Done;
    }

    private static ExitCode Preview(Output output, AssignmentHouse house)
    {
        using var room = house.OpenRoom();
        var (verdicts, standing) = (room.Preview(), room.Standing());
        foreach (var verdict in verdicts)
            output.Line($"{verdict.Ticket.TicketId}: {(verdict.IsPlaced ? AssignmentText.Place(verdict.AgentId, verdict.QueueId) : "waits")}: {verdict.Reason}");
        output.Line($"{verdicts.Count(verdict => verdict.IsPlaced)} tickets would be placed, {verdicts.Count(verdict => !verdict.IsPlaced)} would wait; {AssignmentText.Age(standing)}");
        output.Document(new
        {
            verdicts = verdicts.Select(verdict => new { verdict.Ticket.TicketId, arrivedAt = verdict.Ticket.ArrivedAt.ToString(), verdict.IsPlaced, verdict.Rule, verdict.AgentId, verdict.QueueId, verdict.Reason, verdict.PassedOver, verdict.Candidates }),
            cacheAgeSeconds = Seconds(standing.CacheAge),
        });
        return ExitCode.Done;
    }

    private static ExitCode Replay(Output output, Installation installation, Instant from, Instant to)
    {
        using var connection = installation.Warehouse.Connect();
        var outcome = new AssignmentReplay(installation.Configuration.Automation!.Assignment!, installation.Configuration.Calendars, connection, Installation.SqlPath).Run(from, to);
        AssignmentText.Show(outcome, output);
        output.Document(new
        {
            tickets = outcome.Tickets.Select(ticket => new { ticket.TicketId, createdAt = ticket.CreatedAt.ToString(), ticket.Rule, ticket.AgentId, ticket.QueueId, placedAt = ticket.PlacedAt?.ToString(), ticket.Reason, ticket.ActualAgentId, actualAt = ticket.ActualAt?.ToString() }),
            agents = outcome.Agents,
            rules = outcome.ByRule.Select(rule => new { rule = rule.Rule.Length > 0 ? rule.Rule : null, rule.Count }),
            outcome.Different,
            availabilityKnownSince = outcome.AvailabilityKnownSince?.ToString(),
        });
        return ExitCode.Done;
    }

    private static long? Seconds(Duration? duration) => (long?)duration?.TotalSeconds;
}
