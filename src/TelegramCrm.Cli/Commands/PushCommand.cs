using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Cli.Commands;

/// <summary>Pushes what changed, or shows what would be pushed.</summary>
internal sealed class PushCommand : InstallationCommand
{
    private readonly Option<string[]> connectors = new("--connector") { Description = "Only this connector; may be given several times", HelpName = "NAME" };
    private readonly Option<int> shown = new("--show") { Description = "With --dry-run: the fields of how many records", HelpName = "N", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would be sent, and send nothing" };

    /// <summary>Describes the command.</summary>
    public PushCommand() : base("push", "Push what changed to the connectors; exit 4 when records failed")
    {
        Add(connectors);
        Add(dryRun);
        Add(shown);
        Add(new PushFailedCommand());
        Add(new PushRetryCommand());
    }

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var names = line.GetValue(connectors) ?? [];
        var targets = installation.Targets.Where(target => names.Length == 0 || names.Contains(target.Name)).ToList();
        if (names.FirstOrDefault(name => targets.TrueForAll(target => target.Name != name)) is { } unknown)
            throw new RefusedException($"--connector {unknown}", "the configuration has no connector of that name", $"it has: {string.Join(", ", installation.Targets.Select(target => target.Name))}");
        if (line.GetValue(dryRun))
            return await PreviewAsync(context, installation, targets, line.GetValue(shown), cancellationToken);
        var request = new RunRequest("push", RunSteps.Push) { Connectors = names };
        return RunSummary.Show(await new SyncRun(installation).RunAsync(request, cancellationToken), context.Output);
    }

    private static async Task<ExitCode> PreviewAsync(
        CommandContext context, Installation installation, IReadOnlyList<PushTarget> targets, int shown, CancellationToken cancellationToken)
    {
        var previews = await new SyncRun(installation).PreviewPushAsync(targets, cancellationToken);
        foreach (var preview in previews)
            PushPreviewText.Show(preview, shown, context.Output);
        context.Output.Document(previews);
        return previews.Any(preview => preview.Problem is not null) ? ExitCode.PartFailed : ExitCode.Done;
    }
}
