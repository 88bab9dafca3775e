using System.CommandLine;
using Spectre.Console;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Push;
using TelegramCrm.Sync.Warehouse;

namespace TelegramCrm.Cli.Commands;

/// <summary>Tells how things stand: last runs, streams, inbox, pushes.</summary>
internal sealed class StatusCommand() : InstallationCommand("status", "Show the last runs, each stream's cursor and lag, the inbox and the push backlog")
{
    /// <inheritdoc/>
    protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        using var connection = installation.Warehouse.Connect();
        var status = Standing.Read(connection, NodaTime.Instant.FromDateTimeOffset(installation.Time.GetUtcNow()));
        var refused = new DeadLetters(installation.State).List().Count;
        var runs = new Table().Border(TableBorder.Simple).Title("last runs").AddColumns("run", "asked by", "status", "read", "written", "error");
        foreach (var run in status.Runs)
            runs.AddRow(new[] { run.RunId, run.Trigger, run.Status, $"{run.RowsExtracted:N0}", $"{run.RowsLoaded:N0}", run.Error ?? "" }.Select(cell => cell.EscapeMarkup()).ToArray());
        var streams = new Table().Border(TableBorder.Simple).Title("streams").AddColumns("stream", "read up to", "lag", "");
        foreach (var stream in status.Streams)
            streams.AddRow(stream.Stream, stream.HighWaterAt?.ToString() ?? "never to its end", stream.LagSeconds is { } lag ? $"{lag:N0} s" : "", stream.IsUnderWay ? "a pass is under way" : "");
        context.Output.Console.Write(runs);
        context.Output.Console.Write(streams);
        context.Output.Line($"{status.Quarantined} records in quarantine; inbox: {installation.Inbox.Waiting} wait, {installation.Inbox.DeadLetters().Count} dead letters; push: {refused} refused");
        context.Output.Document(new
        {
            runs = status.Runs.Select(run => new { run.RunId, run.Trigger, startedAt = run.StartedAt.ToString(), endedAt = run.EndedAt?.ToString(), run.Status, run.RowsExtracted, run.RowsLoaded, run.Error }),
            streams = status.Streams.Select(stream => new { stream.Stream, highWaterAt = stream.HighWaterAt?.ToString(), stream.LagSeconds, stream.IsUnderWay }),
            status.Quarantined,
            inbox = new { installation.Inbox.Waiting, deadLetters = installation.Inbox.DeadLetters().Count },
            push = new { refused },
        });
        return Task.FromResult(ExitCode.Done);
    }
}
