using System.CommandLine;
using Spectre.Console;
using TelegramCrm.Sync;
using TelegramCrm.Sync.Push;

namespace TelegramCrm.Cli.Commands;

/// <summary>Lists what targets refused.</summary>
internal sealed class PushFailedCommand() : InstallationCommand("failed", "List the records that targets refused, with their reasons")
{
    /// <inheritdoc/>
    protected override Task<ExitCode> RunAsync(ParseResult line, CommandContext context, Installation installation, CancellationToken cancellationToken)
    {
        var letters = new DeadLetters(installation.State).List();
        var table = new Table().Border(TableBorder.Simple).AddColumns("connector", "entity", "key", "field", "reason", "remedy", "refused");
        foreach (var letter in letters)
            table.AddRow(new[] { letter.Connector, letter.Entity, letter.Key, letter.Field ?? "", letter.Reason, letter.Remedy, $"{letter.RefusedAt}" }.Select(cell => cell.EscapeMarkup()).ToArray());
        if (letters.Count > 0)
            context.Output.Console.Write(table);
        else
            context.Output.Line("no target has refused a record");
        context.Output.Document(letters.Select(letter => new { letter.Connector, letter.Entity, letter.Key, letter.Field, letter.Reason, letter.Remedy, refusedAt = letter.RefusedAt.ToString(), letter.IsToBeRetried }));
        return Task.FromResult(ExitCode.Done);
    }
}
