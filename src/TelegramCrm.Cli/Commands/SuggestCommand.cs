using System.CommandLine;
using TelegramCrm.Sync;

namespace TelegramCrm.Cli.Commands;

/// <summary>Attaches articles to new tickets, now.</summary>
internal sealed class SuggestCommand() : InstallationCommand("suggest", "Attach articles to new tickets, now; exit 4 when the CRM refused one, or it or the knowledge base was away")
{
    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var house = installation.Suggestions ?? throw new RefusedException(
            "automation.suggestions", "is not configured, or names a connector that holds no articles", "name a mediawiki or bookstack connector as \"knowledgeBase\", see docs/automation.md");
        using var pass = house.OpenPass();
        var outcome = await context.Output.WhileAsync("searching for articles", _ => pass.RunAsync(cancellationToken));
        context.Output.Line($"{outcome.Searched} tickets searched for, {outcome.Attached} articles attached, {outcome.Failed} refused; {outcome.Open} wait for the CRM, {outcome.Waiting} tickets wait");
        if (outcome.Away is { } away)
            context.Output.Verdict(false, "suggestions", away);
        context.Output.Document(outcome);
        return outcome.Failed > 0 || outcome.Away is not null ? ExitCode.PartFailed : ExitCode.Done;
    }
}
