using System.CommandLine;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Inbox.Subscribing;

namespace TelegramCrm.Cli.Commands;

/// <summary>Ends our subscription at the CRM.</summary>
internal sealed class InboxUnsubscribeCommand() : InstallationCommand("unsubscribe", "Remove our webhook subscription from the CRM; polling goes on")
{
    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        if (context.Shell.Installation is not null && installation.Configuration.Webhooks is { Register: true })
            throw new RefusedException("inbox unsubscribe", "the service that runs would subscribe again", "set webhooks.register to false and start it anew, or stop it, then say this again");
        var removed = await installation.Subscriber.RemoveAsync(WantedSubscription.Of(installation.Configuration.Webhooks), cancellationToken);
        foreach (var one in removed)
            context.Output.Verdict(true, one.Id, $"removed; it posted to {one.Url}");
        context.Output.Line(removed.Count == 0 ? "there was none of ours" : "the CRM tells us of nothing any more; syncs bring what changes");
        context.Output.Document(new { removed = removed.Select(one => new { one.Id, one.Url }) });
        return ExitCode.Done;
    }
}
