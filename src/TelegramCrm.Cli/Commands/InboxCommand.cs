using System.CommandLine;
using NodaTime;
using Spectre.Console;
using TelegramCrm.Sync;

namespace TelegramCrm.Cli.Commands;

/// <summary>Looks after deliveries that could not be applied.</summary>
internal sealed class InboxCommand : Command
{
    /// <summary>Describes the command.</summary>
    public InboxCommand() : base("inbox", "Look at webhooks that could not be applied, apply them again, and look after the subscription at the CRM")
    {
        Add(new ListCommand());
        Add(new ReplayCommand());
        Add(new InboxSubscriptionsCommand());
        Add(new InboxUnsubscribeCommand());
    }

    private sealed class ListCommand() : InstallationCommand("list", "List the dead letters with their reasons, and the types of events that we don't know")
    {
        protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
        {
            var letters = installation.Inbox.DeadLetters();
            var table = new Table().Border(TableBorder.Simple).AddColumns("delivery", "type", "received", "tries", "reason");
            foreach (var letter in letters)
                table.AddRow(new[] { letter.Id, letter.Type, $"{letter.ReceivedAt}", $"{letter.Attempts}", letter.Reason }.Select(cell => cell.EscapeMarkup()).ToArray());
            if (letters.Count > 0)
                context.Output.Console.Write(table);
            var unknown = installation.Inbox.UnrecognizedTypes();
            foreach (var type in unknown)
                context.Output.Line($"{type.Count} deliveries of type {type.Type} hold nothing that we know, the last one of {type.LastAt}; they are kept");
            context.Output.Line($"{installation.Inbox.Waiting} wait to be applied, {letters.Count} dead letters, {installation.Inbox.Unrecognized} kept of kinds we don't know");
            context.Output.Document(new
            {
                installation.Inbox.Waiting,
                installation.Inbox.Unrecognized,
                unrecognizedTypes = unknown.Select(type => new { type.Type, type.Count, lastAt = type.LastAt.ToString() }),
                deadLetters = letters.Select(letter => new { letter.Id, letter.Type, receivedAt = letter.ReceivedAt.ToString(), letter.Attempts, letter.Reason, letter.Body }),
            });
            return Task.FromResult(ExitCode.Done);
        }
    }

    private sealed class ReplayCommand : InstallationCommand
    {
        private readonly Argument<string[]> ids = new("ID") { Description = "Deliveries to apply again; all dead letters when none is named", Arity = ArgumentArity.ZeroOrMore };

        public ReplayCommand() : base("replay", "Apply dead letters again") => Add(ids);

        protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
        {
            var named = line.GetValue(ids) is { Length: > 0 } given ? given : [.. installation.Inbox.DeadLetters().Select(letter => letter.Id)];
            var now = Instant.FromDateTimeOffset(installation.Time.GetUtcNow());
            var replayed = named.Where(id => installation.Inbox.Replay(id, now)).ToList();
            context.Output.Line($"{replayed.Count} deliveries wait to be applied again; the service does so at once, `tgcrm sync` with its next run");
            foreach (var id in named.Except(replayed))
                context.Output.Verdict(false, id, "is not a dead letter");
            context.Output.Document(new { replayed });
            return Task.FromResult(replayed.Count == named.Length ? ExitCode.Done : ExitCode.PartFailed);
        }
    }
}
