using System.CommandLine;
using Spectre.Console;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Automation.Suggestions;
using TelegramCrm.Sync.Inbox;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Transform;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Commands;

/// <summary>Tells how things stand: last runs, streams, unfinished backfills, inbox, pushes.</summary>
internal sealed class StatusCommand() : InstallationCommand("status", "Show the last runs, each stream's cursor, lag and coverage, the inbox and the push backlog")
{
    /// <inheritdoc/>
    protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        using var connection = installation.Warehouse.Connect();
        var status = Standing.Read(connection, NodaTime.Instant.FromDateTimeOffset(installation.Time.GetUtcNow()));
        var warnings = status.Streams.SelectMany(stream => stream.Warnings(installation.Limits.Settle)).ToList();
        var inbox = new InboxStanding(installation, status.Webhooks, TicketFetch.Waiting(connection));
        var figures = FiguresStanding.Read(connection);
        var refused = new DeadLetters(installation.State).List().Count;
        context.Output.Console.Write(Runs(status));
        context.Output.Console.Write(StreamsOf(status));
        foreach (var backfill in status.Backfills)
            context.Output.Line($"backfill of {backfill.Stream} from {backfill.FromAt} to {backfill.UntilAt}: {backfill.Done} of {backfill.Windows} windows are read; give it again to go on");
        context.Output.Line($"{status.Quarantined} records in quarantine; push: {refused} refused");
        foreach (var text in inbox.Lines())
            context.Output.Line(text);
        context.Output.Line(FreshnessOf(figures));
        using var room = installation.Assignment?.OpenRoom();
        var assignment = room?.Standing();
        if (assignment is not null)
            context.Output.Line($"assignment: {assignment.Waiting} tickets wait, {assignment.Queued} decisions wait for the CRM, {assignment.Failed} were refused; {AssignmentText.Age(assignment)}");
        var templates = installation.Templates?.Standing();
        if (templates is not null)
            TemplatesText.Show(templates, context.Output);
        var suggestions = installation.Suggestions?.Ledger.Counts();
        if (suggestions is not null)
            context.Output.Line($"suggestions: {suggestions.GetValueOrDefault(Suggestion.Attached)} articles attached, {suggestions.GetValueOrDefault(Suggestion.Chosen)} wait for the CRM, {suggestions.GetValueOrDefault(Suggestion.Failed)} were refused");
        var dashboard = Owner.Read(installation.Folder)?.DashboardAddress;
        if (dashboard is not null)
            context.Output.Line($"dashboard: {dashboard}");
        foreach (var warning in warnings)
            context.Output.Line($"warning: {warning}");
        context.Output.Document(new
        {
            runs = status.Runs.Select(run => new { run.RunId, run.Trigger, startedAt = run.StartedAt.ToString(), endedAt = run.EndedAt?.ToString(), run.Status, run.RowsExtracted, run.RowsLoaded, run.Error }),
            streams = status.Streams.Select(stream => new
            {
                stream.Stream,
                highWaterAt = stream.HighWaterAt?.ToString(),
                stream.LagSeconds,
                stream.IsUnderWay,
                stream.SkewSeconds,
                coverage = CoverageText.Document(stream.Coverage),
            }),
            backfills = status.Backfills.Select(backfill => new { backfill.Stream, from = backfill.FromAt.ToString(), to = backfill.UntilAt.ToString(), begunAt = backfill.BegunAt.ToString(), backfill.Windows, backfill.Done }),
            status.Quarantined,
            inbox = inbox.Document(),
            push = new { refused },
            assignment = assignment is null ? null : new { assignment.Waiting, assignment.Queued, assignment.Applied, assignment.Withdrawn, assignment.Failed, cacheAgeSeconds = (long?)assignment.CacheAge?.TotalSeconds, assignment.IsTooOld },
            templates = templates is null ? null : TemplatesText.Document(templates),
            suggestions,
            figures = new { asOf = figures.AsOf?.ToString(), refreshedAsOf = figures.RefreshedAsOf?.ToString(), figures.RefreshedTickets, figures.LoadsBehind },
            dashboard,
            warnings,
        });
        return Task.FromResult(ExitCode.Done);
    }

    private static string FreshnessOf(FiguresStanding figures) => figures switch
    {
        { AsOf: null } => "figures: none yet",
        { RefreshedAsOf: { } refreshed } => $"figures: as of {figures.AsOf}, those of {figures.RefreshedTickets:N0} delivered tickets as of {refreshed}",
        _ => $"figures: as of {figures.AsOf}",
    };

    private static Table Runs(Standing status)
    {
        var runs = new Table().Border(TableBorder.Simple).Title("last runs").AddColumns("run", "asked by", "status", "read", "written", "error");
        foreach (var run in status.Runs)
            runs.AddRow(new[] { run.RunId, run.Trigger, run.Status, $"{run.RowsExtracted:N0}", $"{run.RowsLoaded:N0}", run.Error ?? "" }.Select(cell => cell.EscapeMarkup()).ToArray());
        return runs;
    }

    private static Table StreamsOf(Standing status)
    {
        var streams = new Table().Border(TableBorder.Simple).Title("streams").AddColumns("stream", "read up to", "lag", "covered", "CRM's clock", "");
        foreach (var stream in status.Streams)
        {
            streams.AddRow(stream.Stream, stream.HighWaterAt?.ToString() ?? "never to its end", stream.LagSeconds is { } lag ? $"{lag:N0} s" : "",
                CoverageText.Of(stream.Coverage), CoverageText.Skew(stream.SkewSeconds), stream.IsUnderWay ? "a pass is under way" : "");
        }
        return streams;
    }
}
