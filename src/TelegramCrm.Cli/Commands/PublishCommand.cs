using System.CommandLine;
using TelegramCrm.Sync;

namespace TelegramCrm.Cli.Commands;

/// <summary>Publishes the marts as they are.</summary>
internal sealed class PublishCommand() : InstallationCommand("publish", "Write Parquet and the read-only DuckDB")
{
    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken) =>
        RunSummary.Show(await new SyncRun(installation).RunAsync(new RunRequest("publish", RunSteps.Publish), cancellationToken), context.Output);
}
